import type { IssueCode } from '../../columns/issue.js';
import type { ColumnName } from '../../columns/table.js';

/** What an issue code means to the person who has to fix it. Plain text: sentences without line breaks. */
export interface Explanation {
  /** What is wrong, for a list: one line, without a full stop. */
  readonly what: string;
  /** What would become of the row or of the user. */
  readonly why: string;
  /** How it usually comes about. */
  readonly cause: string;
  readonly cure: string;
  /** None if it would be a whole file, or bytes that cannot be shown. */
  readonly example?: Example;
  /** Nothing is imported from a file that has it, not even with --skip-invalid. */
  readonly wholeFile?: true;
  /** `fix` corrects it, and the example too; `cure` says when it does not. */
  readonly fix?: true;
}

export type Example = CellExample | LinesExample;

interface CellExample {
  readonly type: 'cell';
  readonly column: ColumnName;
  readonly before: string;
  /** '': the cell is emptied. */
  readonly after: string;
  /** Other cells of the row, if it depends on them. */
  readonly beside: Readonly<Partial<Record<ColumnName, string>>>;
}

/** Lines of a file, starting with its header. */
interface LinesExample {
  readonly type: 'lines';
  readonly before: string;
  readonly after: string;
}

export function cell(
  column: ColumnName,
  before: string,
  after: string,
  beside: CellExample['beside'] = {},
): Example {
  return { type: 'cell', column, before, after, beside };
}

export function lines(before: string, after: string): Example {
  return { type: 'lines', before, after };
}

/** Explanations of some codes, in the order in which they are listed. */
export type Explanations = Readonly<Partial<Record<IssueCode, Explanation>>>;
