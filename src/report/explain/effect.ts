import { issueCodes, type IssueCode } from '../../columns/issue.js';
import { explanations } from './table.js';

/** How severe an issue is for an import, and whether it stops it. */
export const effects = {
  warning: 'It stops an import only with --strict.',
  error: 'Nothing is imported as long as a row has it; --skip-invalid leaves that row out.',
  'error of the whole file':
    'Nothing is imported from a file that has it, not even with --skip-invalid.',
} as const;

export function importSeverityOf(code: IssueCode): keyof typeof effects {
  return explanations[code].wholeFile ? 'error of the whole file' : issueCodes[code];
}
