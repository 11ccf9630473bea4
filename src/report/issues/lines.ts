import type { Issue } from '../../columns/issue.js';
import { furtherText, seeEachText, type IssueLayout } from './text.js';
import { onOneLine } from '../one-line.js';
import { printable } from '../../columns/printable.js';
import type { Style } from '../style.js';
import { whereText } from '../where.js';

/** One issue per line, of any length, for a pipe: `error line 4, time_zone: … Write: Kolkata`. */
export function lineLayout(style: Style): IssueLayout {
  const label = { error: style.red('error   '), warning: style.yellow('warning ') };
  return {
    row: ({ issues }) =>
      issues.map((issue) => `${label[issue.severity]} ${renderIssue(issue)}\n`).join(''),
    further: (issues, seeEach) => {
      const lines = issues.map((one) => {
        const where = one.column === null ? '' : `${printable(one.column)}: `;
        return `${label[one.severity]} ${where}${furtherText(one)}\n`;
      });
      return lines.join('') + (lines.length > 0 ? seeEachText(seeEach) : '');
    },
    summary: (file, text, afterIssues) =>
      `${afterIssues ? '\n' : ''}${style.bold(printable(file))}: ${text}\n`,
  };
}

function renderIssue({ line, column, message, suggestion }: Issue): string {
  const place = whereText(line, column);
  const where = place === '' ? '' : `${place}: `;
  const instead = suggestion === null ? '' : ` Write: ${onOneLine(suggestion)}`;
  return `${where}${printable(message)}${instead}`;
}
