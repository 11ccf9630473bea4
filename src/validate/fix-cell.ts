import type { CellContext, Column } from '../columns/column.js';
import { issueCodes, type IssueCode } from '../columns/issue.js';
import { cellText, readCell } from '../columns/read-cell.js';

/**
 * Why something was changed: the issue that is corrected, or white space around a cell, which is not an
 * issue.
 */
export type ChangeCode = IssueCode | 'surrounding-space';

export interface FixedCell {
  readonly text: string;
  readonly code: ChangeCode;
}

/** One correction can reveal another; each brings the cell closer to its column's rule. */
const mostRounds = 10;

/**
 * The cell with every certain correction made, until there are no more; undefined if it is right, or if
 * only a person can correct it. A verbatim cell is never touched. Without a context, only the white space
 * around it is corrected.
 */
export function fixCell(
  column: Column,
  raw: string,
  ascii: boolean,
  context: CellContext | undefined,
): FixedCell | undefined {
  if (column.verbatim) return undefined;
  const trimmed = cellText(column, raw);
  let text = trimmed;
  let code: IssueCode | undefined;
  for (let round = 0; round < mostRounds; round += 1) {
    const certain =
      !context || text === '' ? undefined : firstCertain(column, text, ascii, context);
    if (!certain) break;
    text = certain.text;
    code ??= certain.code;
  }
  if (code !== undefined) return { text, code };
  return trimmed === raw ? undefined : { text: trimmed, code: 'surrounding-space' };
}

function firstCertain(
  column: Column,
  text: string,
  ascii: boolean,
  context: CellContext,
): { text: string; code: IssueCode } | undefined {
  const found: { text: string; code: IssueCode }[] = [];
  readCell(
    column,
    text,
    ascii,
    (code, _message, suggestion, certainty) => {
      if (certainty === 'certain' && typeof suggestion === 'string')
        found.push({ text: suggestion, code });
    },
    context,
  );
  return found[0];
}

/** A text without problems, and its value. */
export interface SettledCell {
  readonly text: string;
  readonly value: unknown;
}

/** What a text means with every certain correction made; undefined if it is wrong even then. */
export function settledCell(
  column: Column,
  text: string,
  context: CellContext,
): SettledCell | undefined {
  const settled = fixCell(column, text, false, context)?.text ?? text;
  let wrong = settled === '';
  const value = readCell(
    column,
    settled,
    false,
    (code) => {
      wrong ||= issueCodes[code] === 'error';
    },
    context,
  );
  return wrong ? undefined : { text: settled, value };
}
