import type { Issue } from '../columns/issue.js';
import type { Entry } from '../source/row.js';
import type { LoneEntry } from './check-entry.js';
import type { Tally } from './tally.js';

/** What was found in a stretch of the file, without its rows: small, and fit to pass between threads. */
export interface Findings {
  /** In the order of the file. */
  readonly issues: readonly Issue[];
  readonly rows: number;
  readonly valid: number;
  readonly comments: number;
  /** The usernames one behind the other; of each its length, its line, and whether its row is valid. */
  readonly names: string;
  readonly lengths: Uint32Array<ArrayBuffer>;
  readonly lines: Uint32Array<ArrayBuffer>;
  readonly validity: Uint8Array<ArrayBuffer>;
}

export function findingsOf(
  entries: readonly Entry[],
  check: (entry: Entry) => LoneEntry,
): Findings {
  const issues: Issue[] = [];
  const names: string[] = [];
  const lengths = new Uint32Array(entries.length);
  const lines = new Uint32Array(entries.length);
  const validity = new Uint8Array(entries.length);
  let comments = 0;
  let valid = 0;
  for (const entry of entries) {
    const checked = check(entry);
    for (const issue of checked.issues) issues.push(issue);
    if (checked.type === 'comment') comments += 1;
    if (checked.record) valid += 1;
    const { username } = checked;
    if (username === undefined) continue;
    lengths[names.length] = username.length;
    lines[names.length] = checked.line;
    validity[names.length] = checked.record ? 1 : 0;
    names.push(username);
  }
  const count = names.length;
  return {
    issues,
    rows: entries.length - comments,
    valid,
    comments,
    names: names.join(''),
    lengths: lengths.slice(0, count),
    lines: lines.slice(0, count),
    validity: validity.slice(0, count),
  };
}

/** Adds findings to those of the file before them; all issues, those between rows among them. */
export function addFindings(findings: Findings, tally: Tally): readonly Issue[] {
  const { issues, names, lengths, lines, validity } = findings;
  tally.addIssues(issues);
  tally.addRows(findings.rows, findings.valid);
  tally.summary.comments += findings.comments;
  const repeated: Issue[] = [];
  let start = 0;
  lengths.forEach((length, index) => {
    const name = names.slice(start, start + length);
    start += length;
    const found = tally.addUsername(name, lines[index] ?? 0, validity[index] === 1);
    if (found) repeated.push(found);
  });
  return repeated.length === 0 ? issues : mergeByLine(issues, repeated);
}

/** On the same line those of the first list come first. */
function mergeByLine(first: readonly Issue[], second: readonly Issue[]): Issue[] {
  return [...first, ...second].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
