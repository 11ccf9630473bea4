import { printable } from '../columns/printable.js';

/** `line 4, email`; for the whole file only its column, or ''. */
export function whereText(line: number | null, column: string | null): string {
  return [line === null ? '' : `line ${line}`, printable(column ?? '')]
    .filter((part) => part !== '')
    .join(', ');
}
