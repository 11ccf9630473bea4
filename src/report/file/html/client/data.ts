/**
 * A row with issues, as the page contains it: in JSON, part by part, so that it is written while the file
 * is read.
 */
export interface RowData {
  readonly line: number | null;
  /** The row's cells that may be shown, by column. */
  readonly cells: Readonly<Record<string, string>>;
  readonly issues: readonly IssueData[];
}

export interface IssueData {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly column: string | null;
  readonly message: string;
  readonly suggestion: string | null;
}

export interface OutcomeData {
  readonly line: number;
  readonly username: string;
  readonly outcome: string;
  readonly problems: readonly { readonly column: string | null; readonly message: string }[];
}
