import { printable } from '../columns/printable.js';

/** A cell's text on one line; a line break inside it is not to be taken for a typed \\n. */
export function onOneLine(cell: string): string {
  return cell === '' ? '(nothing)' : cell.split('\n').map(printable).join('⏎');
}
