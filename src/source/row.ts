import type { IssueCode } from '../columns/issue.js';

/** One record of the file: its cells as read, and the physical line (from 1) on which it starts. */
export interface Row {
  readonly type: 'row';
  readonly line: number;
  readonly cells: readonly string[];
  /** True when its cells are known to hold nothing beyond ASCII, in which there is less to look for. */
  readonly ascii?: boolean;
}

/** A comment line, which is not a row, and how many cells it would have had. */
export interface Comment {
  readonly type: 'comment';
  readonly line: number;
  readonly cells: number;
  /** The line without its end; of a line longer than a record may be, its beginning. */
  readonly text: string;
  /** The line continues after its text. */
  readonly cut?: true;
}

/** A record that cannot be read; reading continues after it. */
export interface BrokenRow {
  readonly type: 'broken';
  readonly line: number;
  readonly code: IssueCode;
  readonly message: string;
}

/** Whether it is certain where the rows around one that cannot be read begin and end. */
export function standsAlone({ code }: { readonly code: IssueCode }): boolean {
  return (
    code === 'invalid-utf8' || code === 'cell-without-value' || code === 'cell-shown-otherwise'
  );
}

export type Entry = Row | Comment | BrokenRow;

/** A file that cannot be read at all: the message says what is wrong and what to do (exit 2). */
export class SourceError extends Error {
  override name = 'SourceError';
}
