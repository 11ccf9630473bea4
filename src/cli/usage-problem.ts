import { printableLines } from '../columns/printable.js';

const aboutKeys =
  'A key is not given on the command line, where other users and the history of the shell can see it: put it into FILES_API_KEY, or into a file for --api-key-file.\n';

const aboutDryRuns =
  'files-bulk-import plan shows what an import would do, undo asks before it deletes, and fix writes only a new file.\n';

const aboutFiles =
  'The command comes first, then the file: files-bulk-import validate FILE, or import FILE.\n';

const aboutSpaces = 'A path that holds spaces is given in quotation marks.\n';

/** commander's words, in ours; what was given for a flag that there is not may be a key or a password. */
export function usageProblem(text: string): string {
  const said = printableLines(text)
    .replace(/^error:/, 'files-bulk-import:')
    .replace(/(?<=unknown option '--?[^'=]*=)[\s\S]*(?=')/, '…');
  if (/unknown option '--?(?:api[-_]?)?key\b/i.test(said)) return said + aboutKeys;
  if (/unknown option '--dry-?run\b/.test(said)) return said + aboutDryRuns;
  if (/unknown command '[^'./\\]*[./\\]/.test(said)) return said + aboutFiles;
  return /too many arguments/.test(said) ? said + aboutSpaces : said;
}
