import type { CellContext } from '../columns/column.js';
import { issue, type Issue, type IssueCode } from '../columns/issue.js';
import type { Header } from '../source/header.js';
import { entriesOf, type Table } from '../source/read.js';
import type { Entry } from '../source/row.js';
import { entryChecker, type CheckedEntry } from './check-entry.js';
import { issuesOfFormat } from './format-rules.js';
import { Tally, type Summary } from './tally.js';
import type { UsernameIndex } from './username-index.js';

/** The users that a file names. What is wrong with its other columns is no obstacle. */
export interface UsernameCheck {
  readonly header: Header;
  readonly headerIssues: readonly Issue[];
  /** In the order of the file, some hundreds at a time; to be read to its end. */
  readonly entries: AsyncGenerator<readonly NamedEntry[]>;
  /** Complete at the end, like `summary`. */
  readonly usernames: UsernameIndex;
  readonly summary: Summary;
}

export type NamedEntry = Pick<CheckedEntry, 'line' | 'row' | 'issues'>;

export function checkUsernames(table: Table, context: CellContext): UsernameCheck {
  const { header } = table;
  const tally = new Tally();
  const headerIssues = header.issues.filter(hidesUsernames);
  tally.addIssues(headerIssues);
  const check = entryChecker(header, context);
  const { summary, usernames } = tally;
  return { header, headerIssues, usernames, summary, entries: entries() };

  async function* entries(): AsyncGenerator<readonly NamedEntry[]> {
    for await (const batch of entriesOf(table)) yield batch.map(add);
    const atEnd = issuesOfFormat(table.format()).filter(({ code }) => ofNames.includes(code));
    if (summary.rows === 0) atEnd.push(nobody(header.line));
    tally.addIssues(atEnd);
    for (const found of atEnd) yield [{ line: found.line, row: null, issues: [found] }];
  }

  function add(entry: Entry): NamedEntry {
    const { type, line, row, username, issues: all } = check(entry);
    const issues = all.filter(concernsUsername);
    tally.addIssues(issues);
    if (type === 'comment') {
      summary.comments += 1;
      return { line, row, issues };
    }
    const valid = username !== undefined && !issues.some(({ severity }) => severity === 'error');
    tally.addRows(1, valid ? 1 : 0);
    const repeated = username === undefined ? undefined : tally.addUsername(username, line, valid);
    return { line, row, issues: repeated ? [...issues, repeated] : issues };
  }
}

/** What of how a file is written makes its names doubtful. */
const ofNames: readonly IssueCode[] = ['encoding-not-utf8', 'rows-hidden'];

/** What keeps a name from being made does not keep it from being there. */
const ofNewNames: readonly IssueCode[] = [
  'username-too-long',
  'username-doubled-space',
  'username-control-character',
];

function concernsUsername({ code, column }: Issue): boolean {
  if (ofNewNames.includes(code)) return false;
  return column === null || column === 'username';
}

/** Whether an issue of the header leaves it uncertain which cells are the usernames. */
function hidesUsernames({ severity, code, column, suggestion }: Issue): boolean {
  if (code === 'header-unknown-column') return suggestion === 'username';
  if (code === 'mapped-header-missing') return true;
  return severity === 'error' && (column === null || column === 'username');
}

function nobody(headerLine: number): Issue {
  const message = 'The file has a header but no rows: it names nobody.';
  return issue('file-has-no-rows', headerLine, null, message);
}
