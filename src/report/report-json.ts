import { accountJson } from './account-json.js';
import { reportStarts, type FileReport, type FileReportOptions } from './file-report.js';
import { jsonText } from './json-text.js';

/** One document: issues, then what became of each row of an import, then the counts. */
export function jsonFileReport({ file, program, now }: FileReportOptions): FileReport {
  let list: 'none' | 'issues' | 'outcomes' = 'none';
  let inList = 0;

  const element = (value: unknown): string => {
    inList += 1;
    return `${inList === 1 ? '\n' : ',\n'}    ${jsonText(value)}`;
  };
  const begin = (): string => {
    if (list !== 'none') return '';
    list = 'issues';
    const head = { version: 1, program, at: new Date(now).toISOString(), file };
    return `${reportStarts['.json']}${members(head)},\n  "issues": [`;
  };
  const toOutcomes = (): string => {
    const text = begin();
    if (list === 'outcomes') return text;
    list = 'outcomes';
    inList = 0;
    return `${text}\n  ],\n  "outcomes": [`;
  };

  return {
    add: (rows) => begin() + rows.flatMap(({ issues }) => issues.map(element)).join(''),
    addOutcome: (outcome) => toOutcomes() + element(outcome),
    end: ({ summary, account }) =>
      `${toOutcomes()}\n  ],\n${members({ ...summary, run: account && accountJson(account) })}\n}\n`,
  };
}

function members(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `  ${jsonText(name)}: ${jsonText(value)}`)
    .join(',\n');
}
