import type { Kind, ReportProblem } from '../column.js';
import { reportControls } from '../control-character.js';
import { nearest } from '../did-you-mean.js';
import { nameOfIana } from '../iana.js';
import { kind, textOf } from './kind.js';
import { longestPath, normalPath, samePath } from '../path.js';
import { quote } from '../quote.js';
import { timeZones } from '../time-zones.js';

/** A folder for FTP and SFTP: `/` is the root, anything else is sent without outer slashes. */
export const folder: Kind<string> = kind({
  accepts: `a path of at most ${longestPath} characters`,
  schema: { type: 'string', maxLength: longestPath },
  use: 'name',
  read(cell, report) {
    if (!checkPath(cell, report)) return undefined;
    reportOfComputer(cell, report);
    reportControls(cell, report);
    return cell;
  },
  // To the API an empty user_root is none at all, so that the root is named by its slash.
  toApi: (value) => normalPath(value) || '/',
  fromApi(returned) {
    const path = textOf(returned);
    return path === '' ? '' : normalPath(path) || '/';
  },
  same: (sent, returned) => samePath(textOf(sent), textOf(returned)),
});

/** `C:\Users\ada`, `\\server\homes\ada`. */
const ofComputer = /^(?:[a-z]:[\\/]|\\\\)/i;

export function reportOfComputer(path: string, report: ReportProblem): void {
  if (ofComputer.test(path))
    report(
      'path-of-a-computer',
      `${quote(path)} is a path on a Windows computer; to the site it is the folder ${quote(normalPath(path))}. Write the path of a folder on the site.`,
    );
}

/** Reports what is wrong with a path; true when nothing is. */
export function checkPath(path: string, report: ReportProblem): boolean {
  if (path.length > longestPath && Array.from(path).length > longestPath) {
    report(
      'path-too-long',
      `The path has ${Array.from(path).length} characters; the site takes at most ${longestPath}. Shorten it.`,
    );
    return false;
  }
  if (path !== '/' && normalPath(path) === '') {
    report(
      'path-has-no-name',
      `Nothing is left of the path ${quote(path)}: the site drops "." and ".." and empty parts. The root folder is written /.`,
    );
    return false;
  }
  return true;
}

const names = new Set(timeZones.map(([name]) => name));

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

const foldedNames = timeZones.map(([name]) => [fold(name), name] as const);

/** The name that a text is but for case, spaces, and an offset in front. */
function sameName(cell: string): string | undefined {
  const folded = fold(cell);
  return foldedNames.find(([name]) => name === folded)?.[1];
}

/** The only name that continues as a text begins: `Eastern`, `Pacific Standard Time`. */
function nameBegunSo(cell: string): string | undefined {
  const begin = fold(cell).replace(/ (?:standard|daylight) time$/, ' time');
  // Less may be short for something else, as LA is.
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
