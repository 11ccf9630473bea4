/** A record as a line of CSV (RFC 4180), with CRLF as Excel writes it or LF. */
export function csvLine(cells: readonly string[], lineEnd: '\n' | '\r\n' = '\n'): string {
  const line = cells.map((cell, index) => csvCell(cell, index === 0)).join(',');
  // A line with nothing on it would be no record at all.
  return (line === '' ? '""' : line) + lineEnd;
}

function csvCell(cell: string, first: boolean): string {
  const needsQuotes = /[",\r\n]|^\s|\s$/.test(cell) || (first && cell.startsWith('#'));
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}
