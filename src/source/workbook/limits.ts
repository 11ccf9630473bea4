/**
 * What is expanded of a workbook at most. A good workbook is far below all of these; one that was
 * made to fill the memory or to never end is refused at the first that it reaches.
 */
export interface WorkbookLimits {
  /** Files in the archive. */
  readonly entries: number;
  /** Bytes that are inflated, of all parts together. */
  readonly expandedBytes: number;
  /** Bytes that one compressed byte may stand for; looked at from the 16th MiB of a part. */
  readonly ratio: number;
  /** Bytes of the shared strings, and of each other part that is held in memory. */
  readonly sharedStringBytes: number;
  readonly partBytes: number;
  /** Bytes between two tags, and of one tag; characters of a cell. Excel's longest has 32,767. */
  readonly markupBytes: number;
  /** Cells of a sheet that are only there because another follows them, or because the header is wider. */
  readonly blankCells: number;
  /** Elements within elements. */
  readonly depth: number;
  /** Styles of cells, and number formats. */
  readonly styles: number;
}

export const workbookLimits: WorkbookLimits = {
  entries: 10_000,
  expandedBytes: 2 * 1024 ** 3,
  ratio: 300,
  sharedStringBytes: 256 * 1024 ** 2,
  partBytes: 64 * 1024 ** 2,
  markupBytes: 1024 ** 2,
  blankCells: 100_000_000,
  depth: 64,
  styles: 65_536,
};

/** A sheet's size in Excel. */
export const mostRows = 1_048_576;
export const mostColumns = 16_384;
