import { UsageError } from './exit.js';

/** A name under which a program for tables would expect a workbook. */
export function namesWorkbook(path: string): boolean {
  return /\.(?:xls[xmb]?|ods)$/i.test(path);
}

/** Refuses to write CSV under the name of a workbook, as which nothing would open it. */
export function requireCsvName(path: string, what: string): void {
  if (namesWorkbook(path))
    throw new UsageError(`${what} writes CSV, so ${path} would not be a workbook: name it .csv.`);
}
