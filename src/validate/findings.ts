import type { RowLayout } from '../source/header.js';
import type { Entry } from '../source/row.js';
import type { LoneEntry } from './check-row.js';
import { rowFindings, type RowFindings } from './row-findings.js';
import type { Tally } from './tally.js';

/** What was found in part of the file, without its rows: small, and transferable between threads. */
export interface Findings {
  /** The rows with issues, in the order of the file. */
  readonly found: readonly RowFindings[];
  readonly rows: number;
  readonly valid: number;
  readonly comments: number;
  /** The usernames concatenated; for each its length, its line, and whether its row is valid. */
  readonly names: string;
  readonly lengths: Uint32Array<ArrayBuffer>;
  readonly lines: Uint32Array<ArrayBuffer>;
  readonly validity: Uint8Array<ArrayBuffer>;
}

export function findingsOf(
  entries: readonly Entry[],
  layout: RowLayout,
  check: (entry: Entry) => LoneEntry,
): Findings {
  const findings = rowFindings(layout, { whole: false });
  const found: RowFindings[] = [];
  const names: string[] = [];
  const lengths = new Uint32Array(entries.length);
  const lines = new Uint32Array(entries.length);
  const validity = new Uint8Array(entries.length);
  let comments = 0;
  let valid = 0;
  for (const entry of entries) {
    const checked = check(entry);
    found.push(...findings(checked));
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
    found,
    rows: entries.length - comments,
    valid,
    comments,
    names: names.join(''),
    lengths: lengths.slice(0, count),
    lines: lines.slice(0, count),
    validity: validity.slice(0, count),
  };
}

/** Merges findings in the order of the file, and adds what concerns several rows. */
export function addFindings(findings: Findings, tally: Tally): readonly RowFindings[] {
  const { found, names, lengths, lines, validity } = findings;
  for (const { issues } of found) tally.addIssues(issues);
  tally.addRows(findings.rows, findings.valid);
  tally.summary.comments += findings.comments;
  const repeated: RowFindings[] = [];
  let start = 0;
  lengths.forEach((length, index) => {
    const username = names.slice(start, start + length);
    start += length;
    const line = lines[index] ?? 0;
    const issue = tally.addUsername(username, line, validity[index] === 1);
    if (issue) repeated.push({ line, cells: { username }, issues: [issue] });
  });
  return repeated.length === 0 ? found : mergeByLine(found, repeated);
}

/** Both lists are in the order of the file; within one row, issues of the first list come first. */
function mergeByLine(
  first: readonly RowFindings[],
  second: readonly RowFindings[],
): readonly RowFindings[] {
  const rows = new Map(first.map((row) => [row.line, row]));
  for (const row of second) {
    const same = rows.get(row.line);
    rows.set(row.line, same ? { ...same, issues: [...same.issues, ...row.issues] } : row);
  }
  return [...rows.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
