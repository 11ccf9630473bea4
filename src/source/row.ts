import type { IssueCode } from '../columns/issue.js';

/** One record of the file: its cells as read, and the physical line (from 1) on which it starts. */
export interface Row {
  readonly type: 'row';
  readonly line: number;
  readonly cells: readonly string[];
  /** True if its cells are known to be ASCII, which needs fewer checks. */
  readonly ascii?: boolean;
}

/** A comment line, which is not a row, and how many cells it would have. */
export interface Comment {
  readonly type: 'comment';
  readonly line: number;
  readonly cells: number;
  /** The line without its end; only its beginning if it is longer than a record may be. */
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

/** Whether it is certain where the rows around an unreadable one begin and end. */
export function standsAlone({ code }: { readonly code: IssueCode }): boolean {
  return (
    code === 'invalid-utf8' || code === 'cell-without-value' || code === 'cell-shown-otherwise'
  );
}

export type Entry = Row | Comment | BrokenRow;

/** A file that cannot be read at all; the message says why and what to do (exit 2). */
export class SourceError extends Error {
  override name = 'SourceError';
}
