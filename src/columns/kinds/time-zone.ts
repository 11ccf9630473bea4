import type { Kind } from '../column.js';
import { nearest } from '../did-you-mean.js';
import { nameOfIana } from './iana.js';
import { kind } from './kind.js';
import { quote } from '../quote.js';
import { timeZones } from './time-zones.js';

const names = new Set(Object.keys(timeZones));

export const timeZone: Kind<string> = kind({
  accepts: "the name of a time zone from the site's own list",
  schema: { type: 'string', enum: [...names] },
  read(cell, report) {
    if (names.has(cell)) return cell;
    const same = nameOfIana(cell) ?? sameName(cell);
    const meant = same ?? nameBegunSo(cell) ?? nearest(fold(cell), names);
    report(
      'time-zone-unknown',
      `${quote(cell)} is not one of the site's time zone names. ${meant === undefined ? 'Write one such as "Eastern Time (US & Canada)", "London" or "UTC"; files-bulk-import columns --json-schema lists them all.' : `Did you mean "${meant}"?`}`,
      meant,
      same === undefined ? 'likely' : 'certain',
    );
    return undefined;
  },
});

const foldedNames = Array.from(names, (name) => [fold(name), name] as const);

/** The name that equals a text except for case, spaces, and an offset before it. */
function sameName(cell: string): string | undefined {
  const folded = fold(cell);
  return foldedNames.find(([name]) => name === folded)?.[1];
}

/** The only name that continues a text: `Eastern`, `Pacific Standard Time`. */
function nameBegunSo(cell: string): string | undefined {
  const begin = fold(cell).replace(/ (?:standard|daylight) time$/, ' time');
  // Shorter texts may be an abbreviation, such as LA.
  if (begin.length < 4) return undefined;
  const [found, ...others] = foldedNames.filter(([name]) => name.startsWith(`${begin} `));
  return others.length === 0 ? found?.[1] : undefined;
}

function fold(name: string): string {
  return name
    .replace(/^\((?:GMT|UTC)[^)]{0,8}\)/i, '')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim();
}
