import { issue, type Issue } from '../columns/issue.js';
import type { Format } from '../source/read-options.js';

/** What is to be said of how a file is written: the web form takes UTF-8 and commas alone. */
export function issuesOfFormat({ encoding, delimiter, lineEndings, told }: Format): Issue[] {
  const issues: Issue[] = [];
  if (encoding !== 'utf-8' && told.encoding === undefined)
    issues.push(
      issue(
        'encoding-not-utf8',
        null,
        null,
        `The file is not in UTF-8 and was read as ${encoding}. Look at a name with an accent; if it is wrong, name the encoding with --encoding. For the web form save the file as "CSV UTF-8".`,
      ),
    );
  if (delimiter !== ',' && told.delimiter === undefined)
    issues.push(
      issue(
        'delimiter-not-comma',
        null,
        null,
        `The cells are separated by ${delimiterName(delimiter)}, and were read so. For the web form save the file with commas.`,
      ),
    );
  if (lineEndings.length > 1)
    issues.push(
      issue(
        'line-endings-mixed',
        null,
        null,
        `The file's lines end in different ways: ${lineEndings.join(', ')}. All were read as the ends of rows${lineEndings.includes('CR') ? '; a CR alone among others often was a line break inside a cell, so look at the rows around it' : ''}. Save the file again.`,
      ),
    );
  return issues;
}

function delimiterName(delimiter: string): string {
  return names[delimiter] ?? `"${delimiter}"`;
}

const names: Readonly<Record<string, string>> = {
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars (|)',
};
