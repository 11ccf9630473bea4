import type { Issue, IssueCode, Severity } from '../../columns/issue.js';
import { cellOfIssue, type RowFindings } from '../../validate/row-findings.js';

export interface CodeCount {
  readonly code: IssueCode;
  readonly severity: Severity;
  readonly count: number;
}

/** An issue and the cell that it concerns; undefined if none may be shown. */
export interface ShownIssue {
  readonly issue: Issue;
  readonly cell: string | undefined;
}

/** Counts issues by kind and by column, and keeps the first ones; memory does not depend on the file. */
export class IssueCounts {
  readonly first: ShownIssue[] = [];
  readonly #codes = new Map<IssueCode, { severity: Severity; count: number }>();
  readonly #columns = new Map<string, number>();

  constructor(private readonly kept: number) {}

  add(rows: readonly RowFindings[]): void {
    for (const { cells, issues } of rows)
      for (const issue of issues) {
        const { code, severity, column } = issue;
        const counted = this.#codes.get(code);
        if (counted) counted.count += 1;
        else this.#codes.set(code, { severity, count: 1 });
        if (column !== null) this.#columns.set(column, (this.#columns.get(column) ?? 0) + 1);
        if (this.first.length < this.kept)
          this.first.push({ issue, cell: cellOfIssue(cells, column) });
      }
  }

  /** Most frequent first; errors before warnings of the same number. */
  get codes(): readonly CodeCount[] {
    return Array.from(this.#codes, ([code, counted]) => ({ code, ...counted })).sort(
      (a, b) => b.count - a.count || a.severity.localeCompare(b.severity),
    );
  }

  /** Most frequent first; without issues of whole rows and of the file. */
  get columns(): readonly { readonly column: string; readonly count: number }[] {
    return Array.from(this.#columns, ([column, count]) => ({ column, count })).sort(
      (a, b) => b.count - a.count,
    );
  }
}
