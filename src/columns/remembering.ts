import type { Kind } from './column.js';

/** How many results are cached, and for cells of up to how many characters. */
const most = 1000;
const longest = 200;

/** Caches a function's results: a file has the same few texts in all its rows. */
export function remembered<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly found: T }>();
  return (text) => {
    const answer = known.get(text) ?? { found: find(text) };
    if (known.size < most && text.length <= longest) known.set(text, answer);
    return answer.found;
  };
}

/**
 * Caches a kind whose cells in a file differ little: a valid cell is read once. A cell with anything to
 * report is read again each time.
 */
export function remembering<T>(kind: Kind<T>): Kind<T> {
  const known = new Map<string, T>();
  return {
    ...kind,
    read(cell, report, context) {
      const before = known.get(cell);
      if (before !== undefined) return before;
      let said = 0;
      const value = kind.read(
        cell,
        (...problem) => {
          said += 1;
          report(...problem);
        },
        context,
      );
      if (value !== undefined && said === 0 && cell.length <= longest && known.size < most)
        known.set(cell, value);
      return value;
    },
  };
}
