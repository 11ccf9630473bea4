import { Argument } from 'commander';
import { userActions } from '../../run/actions/user-actions.js';
import type { Definition } from '../definition.js';
import {
  json,
  max,
  planFlags,
  reportFlag,
  reportFlags,
  restart,
  sandbox,
  siteFlags,
  sourceFlags,
  stateDirectory,
  usersFile,
  yes,
} from '../flags.js';

/** Commands for a site, and for the runs on it. */
export const siteCommands = {
  plan: {
    summary: 'show what an import would do on the site, and its cost',
    examples: [
      'files-bulk-import plan users.csv --site acme',
      'files-bulk-import plan users.csv --site acme --existing update --all-rows',
      'files-bulk-import plan users.csv --site acme -o plan.json',
      'files-bulk-import import --plan plan.json',
    ],
    arguments: [usersFile],
    options: {
      own: [
        ['-o, --output <path>', 'write the plan to a new file, for import --plan'],
        ['--all-rows', 'show every row, not only the first 50'],
        ...planFlags,
        sandbox,
      ],
      source: sourceFlags,
      site: siteFlags,
      report: reportFlags,
    },
    load: async () => (await import('../commands/plan.js')).planUsers,
  },
  import: {
    summary: 'validate, plan, confirm, create',
    examples: [
      'files-bulk-import import users.csv --site acme',
      'files-bulk-import import users.csv --sandbox --yes',
      'files-bulk-import import users.csv --site acme --existing update --yes --json',
      'files-bulk-import import --plan plan.json --yes',
    ],
    arguments: [
      new Argument(
        '[file]',
        'a CSV or .xlsx file, or - for standard input; with --plan, the file of the plan',
      ),
    ],
    options: {
      own: [
        yes,
        ['--plan <path>', 'carry out exactly this plan, or nothing (see the plan command)'],
        ...planFlags,
        sandbox,
      ],
      source: sourceFlags,
      site: siteFlags,
      report: reportFlags,
    },
    load: async () => (await import('../commands/import.js')).importUsers,
  },
  runs: {
    summary: 'list runs and their state',
    examples: ['files-bulk-import runs', 'files-bulk-import runs --json'],
    options: { own: [stateDirectory, json] },
    load: async () => (await import('../commands/runs.js')).runs,
  },
  resume: {
    summary: 'continue an interrupted run, or retry the failed rows of an ended one',
    examples: ['files-bulk-import resume', 'files-bulk-import resume 20270314-093012-a1b2c3 --yes'],
    arguments: [
      new Argument(
        '[run]',
        'the run, as `runs` lists it (default: the latest unfinished one, else the latest with failed rows)',
      ),
    ],
    options: { own: [json, yes, max, reportFlag()], site: siteFlags },
    load: async () => (await import('../commands/resume.js')).resume,
  },
  undo: {
    summary: 'delete the users that a run created',
    examples: [
      'files-bulk-import undo 20270314-093012-a1b2c3',
      'files-bulk-import undo 20270314-093012-a1b2c3 --yes --json',
    ],
    arguments: [new Argument('<run>', 'the run, as `runs` lists it')],
    options: {
      own: [
        json,
        yes,
        ['--include-adopted', 'also delete users that were recognised after a lost reply'],
        ['--even-if-used', 'also delete users that have signed in or used the API since'],
      ],
      site: siteFlags,
    },
    load: async () => (await import('../commands/undo.js')).undo,
  },
  users: {
    summary: 'unlock, disable, enable or delete the users in a file, and more',
    examples: [
      'files-bulk-import users disable leavers.csv --site acme --dry-run',
      'files-bulk-import users resend-welcome users.csv --site acme',
      'files-bulk-import users delete leavers.csv --site acme --yes --max 20',
    ],
    arguments: [
      new Argument('<action>', 'what to do to each user').choices(userActions),
      new Argument('<file>', 'a file with a username column, or - for standard input'),
    ],
    options: {
      own: [
        ['--dry-run', 'only show the plan'],
        ['--yes', 'do not ask for confirmation; delete needs --max too'],
        max,
        ['--strict', 'do nothing if there are warnings, such as a user who is not found'],
        json,
        restart,
        sandbox,
      ],
      source: sourceFlags,
      site: siteFlags,
    },
    load: async () => (await import('../commands/users.js')).users,
  },
  export: {
    summary: "write the site's users as an import file",
    examples: [
      'files-bulk-import export --site acme -o users.csv',
      'files-bulk-import export --site acme --group Sales --not-admin > sales.csv',
      "files-bulk-import export --site acme --json | jq -r '.users[].email'",
    ],
    options: {
      own: [
        ['-o, --output <path>', 'write to a new file that only you can read'],
        ['--group <name>', 'only members of this group, by its name or id'],
        ['--search <text>', 'only users whose username, name or email contains this'],
        ['--not-admin', 'leave out site administrators'],
        ['--all', 'also the columns that the web form does not take'],
        json,
        sandbox,
      ],
      site: siteFlags,
    },
    load: async () => (await import('../commands/export.js')).exportFile,
  },
  whoami: {
    summary: 'show the site, whose key is used, and what the key may do there',
    examples: [
      'files-bulk-import whoami --site acme',
      'files-bulk-import whoami --profile staging',
      'files-bulk-import whoami --json | jq .mayImport',
    ],
    options: { own: [json, sandbox], site: siteFlags },
    load: async () => (await import('../commands/whoami.js')).whoami,
  },
} as const satisfies Readonly<Record<string, Definition>>;
