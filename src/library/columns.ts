import { columnList, type ColumnInfo } from '../columns/derived/legend.js';

/** The columns of the import format, in the order of its specification. */
export const columns: readonly ColumnInfo[] = columnList();
