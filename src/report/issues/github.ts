import type { Issue } from '../../columns/issue.js';
import { furtherText, type IssueLayout } from './text.js';
import { printable } from '../../columns/printable.js';

/** GitHub shows only this many annotations of a severity beside a file. */
export const githubShows = 10;

/**
 * Workflow commands, which GitHub Actions shows beside the lines of the file. Its path is relative to the
 * repository.
 */
export function githubLayout(path: string): IssueLayout {
  const file = `file=${property(path)}`;
  return {
    row: ({ issues }) =>
      issues
        .map((issue) => {
          const line = issue.line === null ? '' : `,line=${issue.line}`;
          const instead = issue.suggestion === null ? '' : ` Write: ${issue.suggestion}`;
          return `::${issue.severity} ${file}${line},${title(issue)}::${data(issue.message + instead)}\n`;
        })
        .join(''),
    further: (issues) =>
      issues
        .map((one) => `::${one.severity} ${file},${title(one)}::${data(furtherText(one))}\n`)
        .join(''),
    summary: (_file, text) => `::notice ${file}::${data(text)}\n`,
  };
}

function title({ code, column }: Pick<Issue, 'code' | 'column'>): string {
  return `title=${property(column === null ? code : `${code} (${column})`)}`;
}

function data(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
