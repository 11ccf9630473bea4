import { Argument, Option } from 'commander';
import { issueCodes } from '../../columns/issue.js';
import { shells } from '../completion/shells.js';
import type { Definition } from '../definition.js';
import { json } from '../flags.js';
import { heading } from '../help.js';
import { positiveNumber, wholeNumber } from '../numbers.js';

/** Commands that need neither a file nor a site. */
export const otherCommands = {
  template: {
    summary: 'write an example file and its legend',
    examples: [
      'files-bulk-import template > users.csv',
      'files-bulk-import template --empty --output users.csv',
      'files-bulk-import template --xlsx --output users.xlsx',
      'files-bulk-import template --legend',
    ],
    options: {
      own: [
        new Option('--empty', 'only the header').conflicts('legend'),
        ['--legend', 'the legend instead of the file'],
        new Option('--xlsx', 'a workbook with drop-downs and the legend').conflicts('legend'),
        ['-o, --output <path>', 'write to a new file, with the legend beside it'],
      ],
    },
    load: async () => (await import('../commands/template.js')).template,
  },
  columns: {
    summary: 'show every column and its rule',
    examples: [
      'files-bulk-import columns',
      'files-bulk-import columns --json-schema > users.schema.json',
    ],
    options: {
      own: [
        ['--all', 'also the columns that the web form does not take'],
        ['--markdown', 'as a Markdown table'],
        ['--json', 'as JSON'],
        ['--json-schema', 'as the JSON Schema of a row'],
      ],
    },
    load: async () => (await import('../commands/columns.js')).listColumns,
  },
  explain: {
    summary: 'explain an issue code or an exit code, and what to do about it',
    examples: [
      'files-bulk-import explain',
      'files-bulk-import explain time-zone-unknown',
      'files-bulk-import explain exit-codes',
    ],
    arguments: [
      new Argument('[code]', 'an issue code, or exit-codes (default: a list of all codes)')
        .choices([...Object.keys(issueCodes), 'exit-codes'])
        // Offered by shells; what is none of them is answered with what it may have meant.
        .argParser((text) => text),
    ],
    options: { own: [json] },
    load: async () => (await import('../commands/explain.js')).explain,
  },
  sandbox: {
    summary: 'run a local Files.com to try all of this on',
    examples: [
      'files-bulk-import sandbox --port 4000',
      'files-bulk-import sandbox --state site.json --rate-limit 20 --latency 100',
      'files-bulk-import sandbox --faults lost-after=0.05,bad-gateway=0.1',
    ],
    options: {
      own: [
        ['--port <number>', 'the port on 127.0.0.1', wholeNumber(0, 65_535), 4000],
        ['--state <file>', 'keep the site in this file'],
        ['--rate-limit <n>', 'requests per second; it answers 429 to any more', positiveNumber()],
        [
          '--latency <ms>',
          'milliseconds added to every reply',
          // Far below what a timer can wait.
          wholeNumber(0, 86_400_000),
        ],
        ['--faults <list>', 'faults and how often they occur, such as lost-after=0.05'],
      ],
    },
    load: async () => (await import('../commands/sandbox.js')).sandbox,
  },
  completion: {
    summary: 'write a completion script for bash, zsh or fish',
    examples: [
      'source <(files-bulk-import completion bash)',
      'files-bulk-import completion zsh > "${fpath[1]}/_files-bulk-import"',
      'files-bulk-import completion fish > ~/.config/fish/completions/files-bulk-import.fish',
    ],
    note: `${heading('Where to put it:')}
  bash  ~/.local/share/bash-completion/completions/files-bulk-import,
        or without the package bash-completion any file that ~/.bashrc sources
  zsh   a directory of $fpath, as _files-bulk-import, before compinit runs
  fish  ~/.config/fish/completions/files-bulk-import.fish
`,
    arguments: [new Argument('<shell>', 'the shell').choices(shells)],
    load: async () => (await import('../commands/completion.js')).completion,
  },
} as const satisfies Readonly<Record<string, Definition>>;
