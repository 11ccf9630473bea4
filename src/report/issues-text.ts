import type { Issue, Severity } from '../columns/issue.js';
import type { Summary } from '../validate/tally.js';
import { count, grouped } from './count.js';
import type { IssueReport } from './issue-report.js';
import { printable } from './printable.js';
import type { Style } from './style.js';

export interface TextReportOptions {
  readonly file: string;
  readonly style: Style;
  /** Show no more issues than this one by one. */
  readonly maxIssues: number;
  /** Leave out warnings. */
  readonly errorsOnly: boolean;
}

/** Issues of one code in one column: the first ones whole, the others by their lines. */
interface Group {
  readonly severity: Severity;
  readonly code: string;
  readonly column: string | null;
  readonly shown: Issue[];
  count: number;
  readonly furtherLines: LineRanges;
}

const shownOfGroup = 5;

/**
 * Issues for a person. Those of one kind in one column are grouped, so that several hundred like ones
 * take a few lines; memory depends on the number of kinds alone.
 */
export function textReport({ file, style, maxIssues, errorsOnly }: TextReportOptions): IssueReport {
  const groups = new Map<string, Group>();
  return {
    add(rows) {
      for (const { issues } of rows)
        for (const issue of issues) if (!errorsOnly || issue.severity === 'error') group(issue);
      return '';
    },
    end(summary) {
      const all = [...groups.values()];
      const ordered = [
        ...all.filter(({ severity }) => severity === 'error'),
        ...all.filter(({ severity }) => severity === 'warning'),
      ];
      let left = maxIssues;
      const parts: string[] = [];
      for (const one of ordered) {
        parts.push(renderGroup(one, Math.max(0, left), style));
        left -= one.shown.length;
      }
      if (errorsOnly) return parts.join('');
      const heading = style.bold(printable(file));
      const gap = parts.length > 0 ? '\n' : '';
      return `${parts.join('')}${gap}${heading}: ${renderSummary(summary, style)}\n`;
    },
  };

  function group(issue: Issue): void {
    const key = `${issue.code} ${issue.column ?? ''}`;
    let found = groups.get(key);
    if (!found) {
      const { severity, code, column } = issue;
      found = { severity, code, column, shown: [], count: 0, furtherLines: new LineRanges() };
      groups.set(key, found);
    }
    found.count += 1;
    if (found.shown.length < shownOfGroup) found.shown.push(issue);
    else if (issue.line !== null) found.furtherLines.add(issue.line);
  }
}

function renderGroup(group: Group, most: number, style: Style): string {
  const shown = group.shown.slice(0, most);
  const text = shown.map((issue) => renderIssue(issue, style)).join('');
  const more = group.count - shown.length;
  if (more === 0) return text;
  const where = group.column === null ? '' : ` in ${printable(group.column)}`;
  const lines = shown.length === group.shown.length ? group.furtherLines.render() : '';
  const what =
    shown.length > 0 ? `and ${count(more, 'more', 'more')} like it` : count(more, group.severity);
  return `${text}${style.dim(`         ${what}: ${group.code}${where}${lines}`)}\n`;
}

/** `error    line 4, self_managed: …` and what to write instead. */
export function renderIssue(issue: Issue, style: Style): string {
  const label = issue.severity === 'error' ? style.red('error   ') : style.yellow('warning ');
  const place = [
    issue.line === null ? [] : [`line ${issue.line}`],
    issue.column === null ? [] : [printable(issue.column)],
  ].flat();
  const where = place.length > 0 ? `${style.bold(place.join(', '))}: ` : '';
  const instead =
    issue.suggestion === null
      ? ''
      : `         ${style.dim('write')} ${style.green(oneLine(issue.suggestion))}\n`;
  return `${label} ${where}${printable(issue.message)}\n${instead}`;
}

/** A cell's text on one line; a line break inside it is not to be taken for a typed \\n. */
function oneLine(cell: string): string {
  return cell === '' ? '(nothing)' : cell.split('\n').map(printable).join(' ⏎ ');
}

export function renderSummary(summary: Summary, style: Style): string {
  const { rows, valid, invalid, errors, warnings, comments } = summary;
  const parts = [
    `${count(rows, 'row')}, ${grouped(valid)} valid`,
    ...(invalid > 0 ? [`${grouped(invalid)} with errors`] : []),
  ].join(', ');
  const issues = [
    ...(errors > 0 ? [style.red(count(errors, 'error'))] : []),
    ...(warnings > 0 ? [style.yellow(count(warnings, 'warning'))] : []),
    ...(comments > 0 ? [count(comments, 'comment line')] : []),
  ].join(', ');
  return issues === '' ? parts : `${parts} (${issues})`;
}

/** Line numbers as ranges, the first few kept. */
class LineRanges {
  readonly #ranges: [number, number][] = [];
  #cut = false;

  add(line: number): void {
    const last = this.#ranges.at(-1);
    if (last && line <= last[1] + 1) last[1] = Math.max(last[1], line);
    else if (this.#ranges.length < 12) this.#ranges.push([line, line]);
    else this.#cut = true;
  }

  render(): string {
    if (this.#ranges.length === 0) return '';
    const ranges = this.#ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
    return `, lines ${ranges.join(', ')}${this.#cut ? ', …' : ''}`;
  }
}
