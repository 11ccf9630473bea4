import type { Json } from '../column.js';
import { textOf } from './kind.js';

/** The parts between separators, without the blank ones. */
export function itemsOf(text: string, separator: string | RegExp): string[] {
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The items of a list as the API writes it. */
export function itemsOfApi(list: Json): string[] {
  return itemsOf(textOf(list), ',');
}

/** The lines of a cell, blank ones included. */
export function linesOf(cell: string): string[] {
  return cell.split(/\r\n|\r|\n/).map((line) => line.trim());
}

/** Whether two lists have the same items, in any order. */
export function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a);
  const right = new Set(b);
  return left.size === right.size && [...left].every((item) => right.has(item));
}
