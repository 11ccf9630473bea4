import { accountJson } from '../account-json.js';
import { jsonDocument } from '../json-document.js';
import { reportStarts, type FileReport, type FileReportOptions } from './file-report.js';

/** One document: issues, then what became of each row of an import, then the counts. */
export function jsonFileReport({ file, program, now }: FileReportOptions): FileReport {
  const head = { version: 1, program, at: new Date(now).toISOString(), file };
  const document = jsonDocument(head, ['issues', 'outcomes'], reportStarts['.json']);
  return {
    start: '',
    add: (rows) => document.add(rows.flatMap(({ issues }) => issues)),
    addOutcome: (outcome) => document.add([outcome], 1),
    end: ({ summary, account, kept }) =>
      document.end({ ...summary, run: account && accountJson(account, kept) }),
  };
}
