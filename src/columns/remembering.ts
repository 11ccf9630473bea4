import type { Kind } from './column.js';

/** How many cells are remembered, and how long they may be; characters. */
const most = 1000;
const longest = 200;

/**
 * A kind of cell of which a file has few different ones: what a good cell means is read once. A cell
 * about which there is anything to say is read again each time.
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
