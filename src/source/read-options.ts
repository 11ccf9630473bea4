import type { Mapping } from './mapping.js';

/** How to read a file, as far as it should not be detected. */
export interface ReadOptions {
  /** A label of the Encoding Standard, such as windows-1252. */
  readonly encoding?: string | undefined;
  /** One ASCII character. */
  readonly delimiter?: string | undefined;
  /** The sheet of a workbook; default: the first visible one. */
  readonly sheet?: string | undefined;
  readonly mapping?: Mapping | undefined;
}

export interface HiddenRows {
  count: number;
  /** The line of the first of them. */
  first: number;
}

/** Cells that a spreadsheet program shows as one, with the value of the first. */
export interface MergedCells {
  /** As Excel writes it: C2:C5. */
  readonly range: string;
  /** The first and the last, from 1. */
  readonly columns: readonly [number, number];
}

export const noHiddenRows: Readonly<HiddenRows> = { count: 0, first: 0 };

export type LineEnding = 'LF' | 'CRLF' | 'CR';

/** How a file was read. */
export interface Format {
  /** The name of the Encoding Standard, such as utf-8. */
  readonly encoding: string;
  readonly delimiter: string;
  /** The first line names the delimiter. */
  readonly hasSepLine?: boolean;
  /** The rows of a sheet that a spreadsheet program hides. */
  readonly hiddenRows: Readonly<HiddenRows>;
  /** The first and last column (from 1) of each range that it hides. */
  readonly hiddenColumns?: readonly (readonly [first: number, last: number])[];
  /** Those in or below the header. */
  readonly mergedCells?: readonly MergedCells[];
  /** Every kind of line end in the file. */
  readonly lineEndings: readonly LineEnding[];
  /** What was given instead of being detected. */
  readonly told: ReadOptions;
}
