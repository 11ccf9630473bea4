import { printable } from '../columns/printable.js';

/** `line 4, email`; of the whole file its column alone, or ''. */
export function whereText(line: number | null, column: string | null): string {
  return [line === null ? '' : `line ${line}`, printable(column ?? '')]
    .filter((part) => part !== '')
    .join(', ');
}
