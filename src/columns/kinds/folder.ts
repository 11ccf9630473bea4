import type { Kind, ReportProblem } from '../column.js';
import { reportControls } from '../control-character.js';
import { kind, textOf } from './kind.js';
import { longestPath, normalPath, samePath } from '../path.js';
import { quote } from '../quote.js';
import { tooLong } from '../too-long.js';

/** A folder for FTP and SFTP: `/` is the root, anything else is sent without outer slashes. */
export const folder: Kind<string> = kind({
  accepts: `a path of at most ${longestPath} characters`,
  schema: { type: 'string', maxLength: longestPath },
  use: 'name',
  read(cell, report) {
    const problem = pathProblem(cell);
    if (problem) {
      report(problem.code, problem.message, problem.mended, 'certain');
      return undefined;
    }
    reportOfComputer(cell, report);
    reportControls(cell, report);
    return cell;
  },
  // To the API, an empty user_root means none at all, so the root is sent as a slash.
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

interface PathProblem {
  readonly code: 'path-too-long' | 'path-has-no-name' | 'path-space-at-end';
  readonly message: string;
  /** The path as it is certainly meant. */
  readonly mended?: string;
}

/** What is wrong with a path; undefined: nothing. */
export function pathProblem(path: string): PathProblem | undefined {
  const excess = tooLong('path', path, longestPath);
  if (excess !== undefined) return { code: 'path-too-long', message: excess };
  if (path !== '/' && normalPath(path) === '')
    return {
      code: 'path-has-no-name',
      message: `Nothing is left of the path ${quote(path)}: the site drops "." and ".." and empty parts. The root folder is written /.`,
    };
  // Most paths have no such space, and splitting takes time in each row.
  if (!/\s(?:[/\\]|$)/.test(path)) return undefined;
  const parts = path.split(/([/\\])/);
  const spaced = parts.find((part) => part !== part.trimEnd()) ?? path;
  const code = 'path-space-at-end';
  const message = `In the path ${quote(path)} the name ${quote(spaced)} ends in white space, which the site refuses.`;
  // What a name of only white space stands for is a guess.
  if (parts.some((part) => part !== '' && part.trim() === ''))
    return { code, message: `${message} Write the folder's name, or leave it out.` };
  return { code, message, mended: parts.map((part) => part.trimEnd()).join('') };
}
