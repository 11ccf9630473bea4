import type { IssueCode } from '../../columns/issue.js';
import type { Explanation, Explanations } from './explanation.js';
import { ofCells } from './of-cells.js';
import { ofDamage } from './of-damage.js';
import { ofFiles } from './of-files.js';
import { ofHeaders } from './of-headers.js';
import { ofLegacy } from './of-legacy.js';
import { ofRows } from './of-rows.js';
import { ofSites } from './of-sites.js';

export { ofExitCodes } from './of-exit-codes.js';

/** Every code has one: a new code without it does not compile. */
export const explanations: Readonly<Record<IssueCode, Explanation>> = {
  ...ofFiles,
  ...ofHeaders,
  ...ofDamage,
  ...ofCells,
  ...ofRows,
  ...ofLegacy,
  ...ofSites,
};

/** The codes by subject. */
export const codesByKind: readonly (readonly [kind: string, codes: readonly IssueCode[]])[] = [
  ['The file and its CSV', codesOf(ofFiles)],
  ['The header, and how the file is written', codesOf(ofHeaders)],
  ['What spreadsheets and wrong encodings do', codesOf(ofDamage)],
  ['Cells', codesOf(ofCells)],
  ['Cells together', codesOf(ofRows)],
  ['The legacy API (--api legacy)', codesOf(ofLegacy)],
  ['What the site knows', codesOf(ofSites)],
];

/** Object.keys loses the type of the keys. */
function codesOf(some: Explanations): IssueCode[] {
  return Object.keys(some) as IssueCode[];
}
