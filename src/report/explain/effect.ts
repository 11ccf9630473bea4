import { issueCodes, type IssueCode } from '../../columns/issue.js';
import { explanations } from './table.js';

/** Whether an issue stops an import, as a sentence. */
export function effectOf(code: IssueCode): string {
  if (issueCodes[code] === 'warning') return 'It stops an import only with --strict.';
  return explanations[code].wholeFile === true
    ? 'Nothing is imported from a file that has it, with --skip-invalid neither.'
    : 'Nothing is imported as long as a row has it; --skip-invalid leaves that row out.';
}
