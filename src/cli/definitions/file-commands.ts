import { Argument, Option } from 'commander';
import type { Definition } from '../definition.js';
import {
  createGroups,
  existing,
  json,
  reportFlags,
  sandbox,
  siteFlags,
  sourceFlags,
  usersFile,
} from '../flags.js';
import { issueFormats } from '../issue-format.js';

/** Commands for files; they contact a site only if told to. */
export const fileCommands = {
  validate: {
    summary: 'check a file; create nothing',
    examples: [
      'files-bulk-import validate users.csv',
      'files-bulk-import validate users.csv --online --site acme',
      'files-bulk-import validate users.csv --json > issues.json',
      'files-bulk-import validate users.csv --rejects',
      'cat users.csv | files-bulk-import validate - --strict',
    ],
    arguments: [usersFile],
    options: {
      own: [
        ['--ndjson', 'print each issue as a line of JSON as it is found, then a summary line'],
        new Option('--format <format>', 'how to print issues; github: as annotations').choices(
          issueFormats,
        ),
        [
          '--rejects [path]',
          'write the rows with errors to a new file, where you can correct them',
        ],
        [
          '--online',
          'also check against the site: its users, groups, folders, single sign-on and rules',
        ],
        existing,
        createGroups,
        sandbox,
      ],
      source: sourceFlags,
      site: siteFlags,
      report: reportFlags,
    },
    load: async () => (await import('../commands/validate.js')).validate,
  },
  fix: {
    summary: 'write a copy with every safe correction made',
    examples: [
      'files-bulk-import fix users.csv',
      'files-bulk-import fix users.csv --dry-run',
      'files-bulk-import fix export.xlsx -o users.csv',
      'cat users.csv | files-bulk-import fix - -o - | files-bulk-import validate -',
    ],
    arguments: [usersFile],
    options: {
      own: [
        [
          '-o, --output <path>',
          'the new file, or - for standard output (default: users.fixed.csv)',
        ],
        ['--dry-run', 'show the corrections, write nothing'],
        json,
        ['--strict', 'exit with 1 if warnings remain'],
      ],
      source: sourceFlags,
    },
    load: async () => (await import('../commands/fix.js')).fix,
  },
  map: {
    summary: "show how a file's headers are understood, and write a first mapping",
    examples: [
      'files-bulk-import map employees.csv',
      'files-bulk-import map employees.csv --init -o mapping.json',
      'files-bulk-import validate employees.csv --map mapping.json --map "Mail=email"',
    ],
    arguments: [new Argument('<file>', 'a file of another system, or - for standard input')],
    options: {
      own: [
        // It is JSON already, but not what --json promises.
        new Option('--init', 'write a first mapping, guessed from the headers').conflicts('json'),
        ['-o, --output <path>', 'with --init, write to a new file'],
        json,
      ],
      source: sourceFlags,
    },
    load: async () => (await import('../commands/map.js')).map,
  },
} as const satisfies Readonly<Record<string, Definition>>;
