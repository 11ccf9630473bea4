import type { Kind, ReportProblem } from '../column.js';
import { reportControls } from '../control-character.js';
import { kind, textOf } from './kind.js';
import { longestPath, normalPath, samePath } from '../path.js';
import { quote } from '../quote.js';

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
