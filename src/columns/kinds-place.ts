import type { Kind, ReportProblem } from './column.js';
import { nearest } from './did-you-mean.js';
import { kind } from './kinds.js';
import { longestPath, normalPath, samePath } from './path.js';
import { quote } from './quote.js';
import { timeZones } from './time-zones.js';

/** A folder for FTP and SFTP: `/` is the root, anything else is sent without outer slashes. */
export const folder: Kind<string> = kind({
  accepts: `a path of at most ${longestPath} characters`,
  schema: { type: 'string', maxLength: longestPath },
  read(cell, report) {
    return checkPath(cell, report) ? cell : undefined;
  },
  // To the API an empty user_root is none at all, so that the root is named by its slash.
  toApi: (value) => normalPath(value) || '/',
  same: (sent, returned) => samePath(String(sent ?? ''), String(returned ?? '')),
});

/** Reports what is wrong with a path; true when nothing is. */
export function checkPath(path: string, report: ReportProblem): boolean {
  if (path.length > longestPath && Array.from(path).length > longestPath) {
    report(
      'path-too-long',
      `The path has ${Array.from(path).length} characters; the site takes at most ${longestPath}.`,
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
  accepts: "the name of a time zone, as the site's own list has it",
  schema: { type: 'string', enum: [...names] },
  read(cell, report) {
    if (names.has(cell)) return cell;
    const meant = nameOfIana(cell) ?? likeName(cell);
    report(
      'time-zone-unknown',
      `${quote(cell)} is not the name of a time zone of the site. ${meant === undefined ? 'Write one such as "Eastern Time (US & Canada)", "London" or "UTC"' : `Did you mean "${meant}"?`}${meant === undefined ? '.' : ''}`,
      meant,
    );
    return undefined;
  },
});

/** A name that differs in case or spaces, that has an offset in front, or that is misspelt. */
function likeName(cell: string): string | undefined {
  const fold = (name: string): string => name.toLowerCase().replace(/[\s_]+/g, ' ').trim();
  const bare = fold(cell.replace(/^\((?:GMT|UTC)[^)]{0,8}\)/i, ''));
  return timeZones.find(([name]) => fold(name) === bare)?.[0] ?? nearest(bare, names);
}

/** The name for an IANA id: the one that is called as the id's place is, else the first. */
function nameOfIana(id: string): string | undefined {
  if (!/^[A-Za-z]/.test(id)) return undefined;
  const zone = canonical(id);
  if (zone === undefined) return undefined;
  const folded = id.toLowerCase();
  const exact = timeZones.filter(([, iana]) => iana.toLowerCase() === folded);
  const candidates = exact.length > 0 ? exact : timeZones.filter(([, iana]) => canonical(iana) === zone);
  const place = folded.slice(folded.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return (candidates.find(([name]) => name.toLowerCase() === place) ?? candidates[0])?.[0];
}

/** Names that are one zone have one canonical form; costly, and needed only for what is wrong. */
function canonical(id: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: id }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
