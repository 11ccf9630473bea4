/** A record as a line of CSV (RFC 4180), with CRLF as Excel writes it or LF. */
export function csvLine(cells: readonly string[], lineEnd: '\n' | '\r\n' = '\n'): string {
  const line = cells.map((cell, index) => csvCell(cell, index === 0)).join(',');
  // An empty line would not be a record.
  return (line === '' ? '""' : line) + lineEnd;
}

function csvCell(cell: string, first: boolean): string {
  const needsQuotes = /[",\r\n]|^\s|\s$/.test(cell) || (first && cell.startsWith('#'));
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}
