import { printableLines } from '../columns/printable.js';

const aboutKeys =
  'A key is not given on the command line, where other users and the history of the shell can see it: put it into FILES_API_KEY, or into a file for --api-key-file.\n';

/** commander's words, in ours; what was given for a flag that there is not may be a key or a password. */
export function usageProblem(text: string): string {
  const said = printableLines(text)
    .replace(/^error:/, 'files-bulk-import:')
    .replace(/(?<=unknown option '--?[^'=]*=)[\s\S]*(?=')/, '…');
  return /unknown option '--?(?:api[-_]?)?key\b/i.test(said) ? said + aboutKeys : said;
}
