import type { Issue } from '../columns/issue.js';
import type { Change } from '../validate/fix-row.js';
import type { Summary } from '../validate/tally.js';
import { count } from './count.js';
import { onOneLine } from './one-line.js';
import { printable } from '../columns/printable.js';
import type { Style } from './style.js';
import { countsOf } from './summary-text.js';
import { whereText } from './where.js';
import { jsonDocument } from './json-document.js';
import { escapedUnit } from './json-text.js';

/** Turns corrections into text as they are made; each method returns the text to write. */
export interface FixReport {
  add(changes: readonly Change[]): string;
  end(): string;
}

export interface FixReportOptions {
  readonly file: string;
  /** The path of the copy; `-` is standard output, null is nowhere. */
  readonly output: string | null;
  readonly remaining: Summary;
}

/** One JSON document, written while the file is read, for any number of changes. */
export function fixJson({ file, output, remaining }: FixReportOptions): FixReport {
  const { errors, warnings } = remaining;
  const document = jsonDocument({ version: 1, file, output }, ['changes']);
  return {
    add: (changes) => document.add(changes),
    end: () => document.end({ remaining: { errors, warnings }, refused: null }),
  };
}

/** The same for a file that cannot be copied: what would remain wrong in it is not known. */
export function refusedJson(file: string, refused: Issue): string {
  return jsonDocument({ version: 1, file, output: null }, ['changes']).end({
    remaining: null,
    refused,
  });
}

interface FixTextOptions {
  /** The command that shows what remains. */
  readonly check: string | undefined;
  /** What stands between the old text and the new one. */
  readonly arrow: string;
}

/** A line per correction, then where the copy is and what remains to be done. */
export function fixText(
  { file, output, remaining }: FixReportOptions,
  style: Style,
  { check, arrow }: FixTextOptions,
): FixReport {
  let changed = 0;
  return {
    add(changes) {
      changed += changes.length;
      return changes.map((change) => renderChange(change, style, arrow)).join('');
    },
    end() {
      const where = output === null ? 'nothing was written' : `written to ${printable(output)}`;
      const { errors, warnings } = remaining;
      const left = countsOf(remaining, style).join(' and ');
      const see = check === undefined ? '' : ` To see what: ${check}`;
      return [
        changed > 0 ? '\n' : '',
        `${style.bold(printable(file))}: ${count(changed, 'correction')}, ${output === '-' ? 'written to standard output' : where}.\n`,
        left === ''
          ? 'No issues remain.\n'
          : `${left} ${errors + warnings === 1 ? 'remains' : 'remain'}.${see}\n`,
      ].join('');
    },
  };
}

function renderChange(
  { line, column, code, before, after }: Change,
  style: Style,
  arrow: string,
): string {
  const place = whereText(line, column) || 'the file';
  const what =
    before === null || after === null
      ? 'corrected (its text is not shown)'
      : `${shown(before)} ${arrow} ${style.green(shown(after))}`;
  return `${style.bold(place)}: ${what} ${style.dim(`(${code})`)}\n`;
}

/** In quotes, so that outer spaces can be seen; unusual spaces are shown by their code points. */
function shown(text: string): string {
  const visible = onOneLine(text).replace(/[\u00a0\u2000-\u200a\u202f\u205f]/g, escapedUnit);
  return text === '' ? visible : `"${visible}"`;
}
