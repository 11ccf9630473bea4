import { printable } from '../columns/printable.js';

/** A cell's text on one line; a line break in it must not look like a typed \\n. */
export function onOneLine(cell: string): string {
  return cell === '' ? '(nothing)' : cell.split('\n').map(printable).join('⏎');
}
