import { nearest } from '../../columns/did-you-mean.js';
import { issueCodes, type IssueCode } from '../../columns/issue.js';
import { quote } from '../../columns/quote.js';
import { explanationJson } from '../../report/explain/json.js';
import { codesByKind } from '../../report/explain/table.js';
import { codeListText, explanationText } from '../../report/explain/text.js';
import type { Style } from '../../report/style.js';
import { wrap } from '../../report/text-width.js';
import { exitCodeDetails } from '../exit-code-details.js';
import { UsageError, exitCodes, type ExitCode } from '../exit.js';
import { styleFor, write, writeJson, type CommonFlags, type Io } from '../io.js';

export interface ExplainFlags extends CommonFlags {
  readonly json?: boolean;
}

/** Explains what a code means and how to fix it. */
export async function explain(
  topic: string | undefined,
  flags: ExplainFlags,
  io: Io,
): Promise<ExitCode> {
  const found = find(topic);
  if (flags.json) await writeJson(io, { version: 1, ...toJson(found) });
  else {
    const style = await styleFor(io.stdout, io.env, flags);
    await write(io.stdout, toText(found, widthOf(io), style));
  }
  return exitCodes.ok;
}

type Found =
  | { readonly codes: readonly IssueCode[]; readonly one: boolean }
  | { readonly exitCodes: typeof exitCodeDetails };

function find(topic: string | undefined): Found {
  if (topic === undefined) return { codes: codesByKind.flatMap(([, codes]) => codes), one: false };
  const exitCodes = exitCodeDetails.filter(
    ({ code }) => topic === 'exit-codes' || topic === String(code),
  );
  if (exitCodes.length > 0) return { exitCodes };
  if (isCode(topic)) return { codes: [topic], one: true };
  const meant = nearest(topic, [...Object.keys(issueCodes), 'exit-codes']);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new UsageError(
    `There is no issue code ${quote(topic)}.${hint} "files-bulk-import explain" lists all of them.`,
  );
}

function isCode(topic: string): topic is IssueCode {
  return Object.hasOwn(issueCodes, topic);
}

function toJson(found: Found) {
  if ('exitCodes' in found) return found;
  return { issues: found.codes.map(explanationJson) };
}

function toText(found: Found, width: number, style: Style): string {
  if ('exitCodes' in found) return exitCodesText(found.exitCodes, width, style);
  if (!found.one) return codeListText(width, style);
  return found.codes.map((code) => explanationText(code, width, style)).join('\n');
}

function exitCodesText(details: typeof exitCodeDetails, width: number, style: Style): string {
  const indented = (text: string): readonly string[] =>
    wrap(text, width - 5).map((line) => `     ${line}`);
  return details
    .map(({ code, meaning, when, then }) => {
      const [first = '', ...others] = indented(meaning);
      const heading = style.bold(String(code).padEnd(5)) + first.trimStart();
      return [heading, ...others, ...indented(when), ...indented(then), ''].join('\n');
    })
    .join('\n');
}

/** Longer lines are hard to read; a pipe has no width. */
function widthOf({ stdout }: Io): number {
  return Math.max(40, Math.min(100, stdout.columns ?? 80));
}
