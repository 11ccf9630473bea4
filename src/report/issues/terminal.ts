import type { Issue } from '../../columns/issue.js';
import { cellOfIssue } from '../../validate/row-findings.js';
import { excerpt } from '../excerpt.js';
import { furtherText, seeEachText, type IssueLayout } from './text.js';
import { onOneLine } from '../one-line.js';
import { difference, placeOfTrouble, type Stretch } from '../place.js';
import { printable } from '../../columns/printable.js';
import type { Style } from '../style.js';
import { widthOf, wrap } from '../text-width.js';

/** Longer lines are hard to read; narrower ones leave no room beside the indent. */
const widest = 120;
const narrowest = 40;

/** ` warning `: the width of the labels. */
const indent = 11;
const hang = ' '.repeat(indent);
const gutter = '| ';

const beginning: Stretch = { start: 0, end: 1 };

/**
 * Issues by row, for a terminal of so many columns:
 *
 *     line 20  ada.lovelace
 *       error    time_zone: "Asia/Kolkata" is not one of the site's time zone names.
 *                | Asia/Kolkata → Kolkata
 *                | ^^^^^
 */
export function terminalLayout(columns: number, style: Style): IssueLayout {
  const width = Math.max(narrowest, Math.min(widest, columns));
  const room = width - indent;

  return {
    row({ line, cells, issues }) {
      const place = line === null ? 'the whole file' : `line ${line}`;
      const { username } = cells;
      const who =
        username === undefined ? '' : `  ${cut(onOneLine(username), width - place.length - 2)}`;
      return [
        `${style.bold(place)}${who}`,
        ...issues.flatMap((issue) => [
          ...labelled(issue.severity, issue.column, issue.message),
          ...evidence(issue, cellOfIssue(cells, issue.column)),
        ]),
        '\n',
      ].join('\n');
    },
    further: (issues, seeEach) =>
      issues.length === 0
        ? ''
        : [
            style.bold('not shown'),
            ...issues.flatMap((one) => labelled(one.severity, one.column, furtherText(one))),
            style.dim(seeEachText(seeEach)),
            '',
          ].join('\n'),
    summary(file, text) {
      const whole = printable(file);
      // The end of a path is more informative than its start.
      const name = excerpt(whole, { start: whole.length - 1, end: whole.length }, width - 1).text;
      const lines = wrap(text, width - 2);
      const fits = lines.length === 1 && widthOf(name) + widthOf(text) + 2 <= width;
      const heading = `${style.bold(name)}:`;
      return fits
        ? `${heading} ${text}\n`
        : `${heading}\n${lines.map((line) => `  ${line}\n`).join('')}`;
    },
    hint(code) {
      const command = `files-bulk-import explain ${code}`;
      const intro = 'More about the first issue:';
      // On two lines if one would wrap the command.
      const gap = widthOf(intro) + widthOf(command) < width ? ' ' : '\n  ';
      return `${style.dim(intro)}${gap}${command}\n`;
    },
  };

  function cut(text: string, most: number): string {
    return excerpt(text, beginning, most).text;
  }

  function labelled(
    severity: Issue['severity'],
    column: string | null,
    text: string,
  ): readonly string[] {
    const label = severity === 'error' ? style.red('error  ') : style.yellow('warning');
    const name = column === null ? '' : `${cut(onOneLine(column), 24)}:`;
    const used = name === '' ? 0 : widthOf(name) + 1;
    const [first = '', ...others] = wrap(printable(text), room, used);
    const begin = `${style.bold(name)}${name === '' || first === '' ? '' : ' '}${first}`;
    return [`  ${label}  ${begin}`, ...others.map((line) => `${hang}${line}`)];
  }

  /** The cell, with the problem marked below it, and what to write instead. */
  function evidence(issue: Issue, cell: string | undefined): readonly string[] {
    const instead = issue.suggestion === null ? null : onOneLine(issue.suggestion);
    if (cell === undefined) return instead === null ? [] : [arrow(instead, beginning)];
    const text = onOneLine(cell);
    const most = room - gutter.length;
    const place = placeOfTrouble(text, printable(issue.message), instead);
    const shown = excerpt(text, place, most);
    const marks = `${' '.repeat(shown.before)}${colour(issue)('^'.repeat(shown.marked))}`;
    const lines = [shown.text, marks];
    const after = instead === null ? '' : ` → ${instead}`;
    const beside = after !== '' && widthOf(shown.text) + widthOf(after) <= most;
    if (beside && instead !== null)
      lines[0] = `${shown.text} ${style.dim('→')} ${style.green(instead)}`;
    const framed = lines.map((line) => `${hang}${style.dim(gutter)}${line}`);
    return beside || instead === null
      ? framed
      : [...framed, arrow(instead, difference(instead, text) ?? beginning)];
  }

  function arrow(instead: string, place: Stretch): string {
    const { text } = excerpt(instead, place, room - 2);
    return `${hang}${style.dim('→')} ${style.green(text)}`;
  }

  function colour({ severity }: Issue): (text: string) => string {
    return (text) => (severity === 'error' ? style.red(text) : style.yellow(text));
  }
}
