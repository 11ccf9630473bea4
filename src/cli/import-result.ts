import type { RunAccount } from '../run/account.js';
import type { ImportResult } from '../run/import.js';
import type { Invalid } from '../run/planning.js';
import type { Stop } from '../run/stop.js';
import { accountJson } from '../report/account-json.js';
import { renderAccount } from '../report/account-text.js';
import { count } from '../report/count.js';
import { whyStopped } from '../report/why-stopped.js';
import { printable } from '../columns/printable.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { mayHaveKey } from '../site/base-url.js';
import type { Connection, SiteFlags } from './connection.js';
import { exitCodes, type ExitCode } from './exit.js';
import type { HeldIssues } from './issue-report.js';
import { isSilent, styleFor, write, writeJson, type Io } from './io.js';
import { shellQuote } from './shell-quote.js';
import { wrapped } from './wrapped.js';

interface Telling {
  readonly file: string;
  readonly path: string | null;
  readonly flags: SiteFlags & InvalidFlags & { readonly json?: boolean };
  readonly io: Io;
  readonly report: HeldIssues;
  readonly connection: Connection;
}

/** Reports the result of an import to a person or a program, and returns the exit code. */
export async function conclude(result: ImportResult, telling: Telling): Promise<ExitCode> {
  const { flags, io } = telling;
  const code = codeOf(result);
  const silent = isSilent(flags, code);
  if (flags.json) await writeJson(io, asJson(result, telling));
  else if (!silent) await tell(result, telling);
  if ('account' in result && !silent) await write(io.stderr, nextStep(result, telling));
  return code;
}

function codeOf(result: ImportResult): ExitCode {
  if (!('account' in result))
    return result.type === 'declined' ? exitCodes.interrupted : exitCodes.invalid;
  const { stop, tally, invalid } = result.account;
  if (stop) return codeOfStop[stop.reason];
  return tally.failed + tally.conflict + invalid > 0 ? exitCodes.someFailed : exitCodes.ok;
}

export const codeOfStop: Record<Stop['reason'], ExitCode> = {
  interrupted: exitCodes.interrupted,
  unavailable: exitCodes.stopped,
  journal: exitCodes.stopped,
  'not-allowed': exitCodes.refused,
  'file-changed': exitCodes.usage,
  'file-unreadable': exitCodes.stopped,
};

function asJson(result: ImportResult, { report, file, connection }: Telling): object {
  return {
    version: 1,
    file,
    result: result.type,
    ...result.summary,
    ...('plan' in result && { plan: result.plan }),
    ...('beyond' in result && { beyond: result.beyond }),
    ...('account' in result && accountJson(result.account, connection.keepsRuns)),
    issues: report.issues,
  };
}

async function tell(
  result: ImportResult,
  { io, flags, report, connection }: Telling,
): Promise<void> {
  if (result.type !== 'declined') await write(io.stdout, report.end(result.summary));
  if (!('account' in result)) {
    const beyond = 'beyond' in result ? result.beyond.map((text) => `${printable(text)}\n`) : [];
    const why = result.type === 'invalid' ? whyNothing(result, flags) : '';
    return write(io.stderr, `${beyond.join('')}Nothing was created.${why}\n`);
  }
  const { sandbox, keepsRuns } = connection;
  const style = await styleFor(io.stdout, io.env, flags);
  await write(io.stdout, renderAccount(result.account, keepsRuns, style));
  if (sandbox) await write(io.stdout, await wrapped(holdings(sandbox), io.stdout, io.env));
}

interface InvalidFlags {
  readonly strict?: boolean;
  readonly skipInvalid?: boolean;
}

/** What keeps a file from being imported besides its errors. */
export function whyNothing(
  { cannotSkip, summary: { errors, warnings } }: Invalid,
  { strict, skipInvalid }: InvalidFlags,
): string {
  if (cannotSkip !== undefined) return ` ${cannotSkip}`;
  const byWarnings = strict && warnings > 0 && (errors === 0 || skipInvalid);
  return byWarnings ? ' Warnings count as errors with --strict.' : '';
}

/** What the embedded site contains now, seen from its own side. */
function holdings({ content, traffic }: Sandbox): string {
  const { users, folders, permissions } = content;
  const parts = [
    count(users.size, 'user'),
    count(permissions.size, 'folder permission'),
    count(folders.size, 'folder'),
  ];
  return `The sandbox holds ${parts.join(', ')}, after ${count(traffic.total, 'request')}.\n`;
}

/** What to do next, with the command to type. */
function nextStep(
  { type, account }: Extract<ImportResult, { account: RunAccount }>,
  { connection, flags, io, path }: Telling,
): string {
  const { stop, run, tally } = account;
  const shown = type === 'shown';
  const command = resumeCommand(run, flags, connection);
  if (stop) return stopText(stop, toDo('To continue', command, path), connection);
  if (connection.sandbox) return '';
  const failed = tally.failed + tally.conflict;
  const again = shown ? `Run ${run} of this file has ended; nothing was created now. ` : '';
  if (failed === 0) return shown ? `${again}${startOver(io)}\n` : '';
  return `${again}${toDo('To try the failed rows again', command, path)}\n`;
}

/** The command to type; nothing is kept of standard input, and then nobody can be asked. */
export function toDo(what: string, command: string, path: string | null): string {
  return path === null
    ? `${what}, give the same bytes to: ${command} --yes`
    : `${what}: ${command}`;
}

/** Why it stopped, and how to continue. */
export function stopText(stop: Stop, resume: string, { sandbox }: Connection): string {
  const next = sandbox
    ? 'The sandbox is gone, and the run with it.'
    : 'lost' in stop
      ? 'Without it, the run can be neither resumed nor undone.'
      : resume;
  return `${printable(whyStopped(stop))}\n${next}\n`;
}

/** The command as it was typed; `resume` has no --restart, and no options of its own. */
export function startOver({ args: [command = '', ...others] }: Io): string {
  if (command === 'resume')
    return 'To start over, add --restart to the command that began the run.';
  const words = [command, '--restart', ...others].map((word) => shellQuote(word));
  return `To start over: files-bulk-import ${words.join(' ')}`;
}

/** A run's journal leads to its own site, unless the address has to be named with it (flagsTo). */
export function resumeCommand(
  run: string,
  flags: Partial<SiteFlags>,
  { baseUrl, workspaceId }: Pick<Connection, 'baseUrl' | 'workspaceId'>,
): string {
  const isKnown =
    mayHaveKey(baseUrl) || (flags.profile !== undefined && flags.baseUrl === undefined);
  const workspace = workspaceId === undefined ? '' : ` --workspace-id ${workspaceId}`;
  const site = isKnown ? '' : ` --base-url ${shellQuote(baseUrl)}${workspace}`;
  const state = flags.stateDir === undefined ? '' : ` --state-dir ${shellQuote(flags.stateDir)}`;
  const key =
    flags.apiKeyFile === undefined ? '' : ` --api-key-file ${shellQuote(flags.apiKeyFile)}`;
  const profile = flags.profile === undefined ? '' : ` --profile ${shellQuote(flags.profile)}`;
  return `files-bulk-import resume ${run}${site}${key}${profile}${state}`;
}
