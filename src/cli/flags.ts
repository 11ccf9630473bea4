import { Argument, Option } from 'commander';
import { apis } from '../columns/api.js';
import { reportExtensions } from '../report/file/file-report.js';
import { existingPolicies } from '../run/import-options.js';
import type { Flag } from './definition.js';
import {
  longestTimeout,
  mostConcurrency,
  slowestRate,
  usualConcurrency,
  usualTimeout,
} from '../site/connection-limits.js';
import { positiveNumber, wholeNumber } from './numbers.js';

/** The flags that every command has. */
export const commonFlags: readonly Flag[] = [
  ['--no-color', 'no colour and no animation'],
  ['--quiet', 'print only errors'],
  ['--debug', 'add stack traces and requests, with secrets removed'],
];

export const json: Flag = ['--json', 'print one JSON document'];
export const yes: Flag = ['--yes', 'do not ask for confirmation'];
export const restart: Flag = [
  '--restart',
  'start over even if this file already has a run on this site',
];
export const stateDirectory: Flag = ['--state-dir <directory>', 'where runs are kept'];

/** A limit for those who do not confirm interactively. */
export const max: Flag = ['--max <n>', 'refuse if it affects more users than this', wholeNumber(0)];

/** A new one each time, because commander stores its group in it. */
export function reportFlag(): Option {
  return new Option(
    '--report <path>',
    `also write a report: ${reportExtensions.join(', ')}; repeatable`,
  ).argParser(repeatable);
}

export const reportFlags: readonly Flag[] = [
  json,
  ['--strict', 'exit with 1 if there are warnings'],
  [
    '--max-issues <n>',
    'report at most this many issues (default: 100, 5 of a kind; all in JSON; 10 for GitHub)',
    wholeNumber(0),
  ],
  reportFlag(),
];

function repeatable(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

export const usersFile = new Argument('<file>', 'a CSV or .xlsx file, or - for standard input');

/** How the file is to be read. */
export const sourceFlags: readonly Flag[] = [
  ['--encoding <name>', "the file's encoding, such as windows-1252"],
  ['--delimiter <character>', 'the character between cells, such as ; or tab'],
  ['--sheet <name>', 'the sheet of a workbook (default: the first visible one)'],
  new Option(
    '--map <mapping>',
    'a header and its column, "Login=username", or a mapping file (.json); repeatable',
  ).argParser(repeatable),
];

/** Not for a run of another command: its site would be gone. */
export const sandbox: Flag = ['--sandbox', 'use a local site that exists only for this command'];

export const siteFlags: readonly Flag[] = [
  stateDirectory,
  ['--site <name>', 'the site: acme for https://acme.files.com'],
  ['--base-url <url>', "the site's address; https, unless it is on this machine"],
  new Option(
    '--api <api>',
    'rest (REST v1, the default), or legacy: the API at /api/v2, which has fewer columns',
  ).choices(apis),
  ['--api-key-file <path>', 'a file with the API key (default: FILES_API_KEY)'],
  ['--profile <name>', 'take site and key from a profile of the official files-cli'],
  ['--workspace-id <n>', "the workspace to work in (default: the key's)", wholeNumber(0)],
  [
    '--concurrency <n>',
    'requests in flight at once',
    wholeNumber(1, mostConcurrency),
    usualConcurrency,
  ],
  ['--rate <n>', 'at most this many requests per second', positiveNumber({ least: slowestRate })],
  [
    '--timeout <seconds>',
    'how long a reply may take',
    positiveNumber({ most: longestTimeout }),
    usualTimeout,
  ],
];

/** Without a default of its own, so that one that is given is told from none: a plan has another. */
export const existing = new Option(
  '--existing <what>',
  `what to do with users that the site already has (default: "${existingPolicies[0]}")`,
).choices(existingPolicies);

export const createGroups: Flag = ['--create-groups', 'create groups that the site does not have'];

/** What an import does to the site, and its limits. */
export const planFlags: readonly Flag[] = [
  existing,
  ['--update-passwords', 'with --existing update, also set the passwords in the file'],
  ['--skip-invalid', 'leave out rows with errors and import the others'],
  ['--no-create-folders', 'do not create the folders of folder_permissions'],
  createGroups,
  [
    '--generate-passwords',
    'generate passwords for rows that need one and write them to a private file',
  ],
  restart,
  ['--max-new <n>', 'refuse to create more users than this', wholeNumber(0)],
  ['--max-admins <n>', 'refuse to create more site administrators than this', wholeNumber(0)],
];
