import type { Mapping } from './mapping.js';

/** How a file is to be read, where that is not to be found out from the file. */
export interface ReadOptions {
  /** A label of the Encoding Standard, such as windows-1252. */
  readonly encoding?: string | undefined;
  /** One ASCII character. */
  readonly delimiter?: string | undefined;
  /** The sheet of a workbook; else its first visible one. */
  readonly sheet?: string | undefined;
  readonly mapping?: Mapping | undefined;
}

export interface HiddenRows {
  count: number;
  /** The line of the first of them. */
  first: number;
}

export const noHiddenRows: Readonly<HiddenRows> = { count: 0, first: 0 };

export type LineEnding = 'LF' | 'CRLF' | 'CR';

/** How a file was read. */
export interface Format {
  /** The name of the Encoding Standard, such as utf-8. */
  readonly encoding: string;
  readonly delimiter: string;
  /** The rows of a sheet that a spreadsheet program does not show. */
  readonly hiddenRows: Readonly<HiddenRows>;
  /** The first and the last, from 1, of columns of a sheet that it does not show. */
  readonly hiddenColumns?: readonly (readonly [first: number, last: number])[];
  /** Each of those with which a line of it ends. */
  readonly lineEndings: readonly LineEnding[];
  /** What of it did not have to be found out. */
  readonly told: ReadOptions;
}
