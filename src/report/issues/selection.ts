import type { Issue, IssueCode, Severity } from '../../columns/issue.js';
import type { RowFindings } from '../../validate/row-findings.js';
import { LineRanges } from '../line-ranges.js';

/** Issues of one kind that are not shown one by one. */
export interface FurtherIssues {
  readonly severity: Severity;
  readonly code: IssueCode;
  readonly column: string | null;
  readonly count: number;
  /** Whether others of the kind are shown. */
  readonly more: boolean;
  readonly lines: LineRanges;
}

export interface ChosenIssues {
  /** Each row once, those with errors first; within each, errors first. */
  readonly rows: readonly RowFindings[];
  readonly further: readonly FurtherIssues[];
}

/** Issues of one code in one column. */
interface Kind {
  readonly issues: Held[];
  further: number;
  readonly furtherLines: LineRanges;
}

interface Held {
  readonly issue: Issue;
  readonly row: RowFindings;
  /** How many of its kind came before it. */
  readonly ordinal: number;
}

/** How many of each kind, by default. */
export const shownOfKind = 5;

/**
 * The issues to show a person one by one: the first few of each kind, so that hundreds of similar ones take
 * a few lines. Memory depends only on the number of kinds.
 */
export class IssueSelection {
  readonly #kinds = new Map<string, Kind>();

  constructor(private readonly ofKind: number) {}

  add(row: RowFindings, issue: Issue): void {
    const key = `${issue.code} ${issue.column ?? ''}`;
    let kind = this.#kinds.get(key);
    if (!kind) {
      kind = { issues: [], further: 0, furtherLines: new LineRanges() };
      this.#kinds.set(key, kind);
    }
    const ordinal = kind.issues.length;
    if (ordinal < this.ofKind) return void kind.issues.push({ issue, row, ordinal });
    kind.further += 1;
    if (issue.line !== null) kind.furtherLines.add(issue.line);
  }

  /** At most this many: errors before warnings, and the first of each kind before any second. */
  choose(most: number): ChosenIssues {
    const chosen = [...this.#kinds.values()]
      .flatMap(({ issues }) => issues)
      .sort((a, b) => rank(a.issue) - rank(b.issue) || a.ordinal - b.ordinal)
      .slice(0, most);
    const shown = new Set(chosen);
    return {
      rows: rowsOf(chosen),
      further: [...this.#kinds.values()]
        .flatMap((kind) => furtherOf(kind, shown))
        .sort((a, b) => rank(a) - rank(b)),
    };
  }
}

function rank({ severity }: { readonly severity: Severity }): number {
  return severity === 'error' ? 0 : 1;
}

function rowsOf(chosen: readonly Held[]): readonly RowFindings[] {
  const byLine = new Map<number | null, RowFindings & { issues: Issue[] }>();
  for (const { issue, row } of chosen) {
    const found = byLine.get(row.line);
    if (found) found.issues.push(issue);
    else byLine.set(row.line, { ...row, issues: [issue] });
  }
  for (const { issues } of byLine.values()) issues.sort((a, b) => rank(a) - rank(b));
  const hasErrors = ({ issues }: RowFindings): boolean => issues[0]?.severity === 'error';
  return [...byLine.values()].sort(
    (a, b) => Number(hasErrors(b)) - Number(hasErrors(a)) || (a.line ?? 0) - (b.line ?? 0),
  );
}

function furtherOf({ issues, further, furtherLines }: Kind, shown: ReadonlySet<Held>) {
  const [first] = issues;
  const left = issues.filter((held) => !shown.has(held));
  if (!first || left.length + further === 0) return [];
  const { severity, code, column } = first.issue;
  const lines = furtherLines.after(left.flatMap(({ issue }) => issue.line ?? []));
  const count = left.length + further;
  return [{ severity, code, column, count, more: left.length < issues.length, lines }];
}
