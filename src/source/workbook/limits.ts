/**
 * How much of a workbook is expanded at most. A real workbook stays far below all limits; one that is made
 * to fill the memory or to run forever is refused at the first that it reaches.
 */
export const workbookLimits = {
  /** Files in the archive. */
  entries: 10_000,
  /** Inflated bytes of all parts together. */
  expandedBytes: 2 * 1024 ** 3,
  /** Bytes per compressed byte; checked from the 16th MiB of a part. */
  ratio: 300,
  /** Bytes of the shared strings, and of any other part that is kept in memory. */
  sharedStringBytes: 256 * 1024 ** 2,
  partBytes: 64 * 1024 ** 2,
  /** Bytes between two tags, and of one tag; characters of a cell. Excel's longest has 32,767. */
  markupBytes: 1024 ** 2,
  /** Cells of a sheet that exist only because another follows them, or because the header is wider. */
  blankCells: 100_000_000,
  /** Ranges of merged cells. */
  mergedRanges: 1_000_000,
  /** Nested elements. */
  depth: 64,
  /** Styles of cells, and number formats. */
  styles: 65_536,
};

export type WorkbookLimits = Readonly<typeof workbookLimits>;

/** A sheet's size in Excel. */
export const mostRows = 1_048_576;
export const mostColumns = 16_384;
