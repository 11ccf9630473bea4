/**
 * What is expanded of a workbook at most. A good workbook is far below all of these; one that was
 * made to fill the memory or to never end is refused at the first that it reaches.
 */
export const workbookLimits = {
  /** Files in the archive. */
  entries: 10_000,
  /** Bytes that are inflated, of all parts together. */
  expandedBytes: 2 * 1024 ** 3,
  /** Bytes that one compressed byte may stand for; looked at from the 16th MiB of a part. */
  ratio: 300,
  /** Bytes of the shared strings, and of each other part that is held in memory. */
  sharedStringBytes: 256 * 1024 ** 2,
  partBytes: 64 * 1024 ** 2,
  /** Bytes between two tags, and of one tag; characters of a cell. Excel's longest has 32,767. */
  markupBytes: 1024 ** 2,
  /** Cells of a sheet that are only there because another follows them, or because the header is wider. */
  blankCells: 100_000_000,
  /** Elements within elements. */
  depth: 64,
  /** Styles of cells, and number formats. */
  styles: 65_536,
};

export type WorkbookLimits = Readonly<typeof workbookLimits>;

/** A sheet's size in Excel. */
export const mostRows = 1_048_576;
export const mostColumns = 16_384;
