import { Option, type Command } from 'commander';
import { apis } from '../columns/api.js';
import { examplesText, optionGroups } from './help.js';
import { positiveNumber, wholeNumber } from './numbers.js';

/** Examples before the flags, and the flags that every command has. */
export function withCommonFlags(command: Command, examples: readonly string[]): Command {
  return command
    .addHelpText('before', examplesText(examples))
    .optionsGroup(optionGroups.common)
    .option('--no-color', 'no colour and no animation')
    .option('--quiet', 'print only errors')
    .option('--debug', 'add stack traces and requests, with secrets removed')
    .helpOption('-h, --help', 'show this help')
    .optionsGroup(optionGroups.own);
}

export function withReportFlags(command: Command): Command {
  return command
    .optionsGroup(optionGroups.report)
    .option('--json', 'print one JSON document')
    .option('--strict', 'exit with 1 if there are warnings')
    .option(
      '--max-issues <n>',
      'report at most this many issues (default: 100, 5 of a kind; in JSON all; for GitHub 10)',
      wholeNumber('--max-issues', 0),
    )
    .addOption(reportOption())
    .optionsGroup(optionGroups.own);
}

export function reportOption(): Option {
  return new Option(
    '--report <path>',
    'also write a report: .html, .csv, .json or .md; repeatable',
  ).argParser(repeatable);
}

function repeatable(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** How the file is to be read. */
export function withSourceFlags(command: Command): Command {
  return command
    .optionsGroup(optionGroups.source)
    .option('--encoding <name>', "the file's encoding, such as windows-1252")
    .option('--delimiter <character>', 'the character between cells, such as ; or tab')
    .option('--sheet <name>', 'the sheet of a workbook (default: the first visible one)')
    .option(
      '--map <mapping>',
      'a header and its column, "Login=username", or a mapping file (.json); repeatable',
      repeatable,
    )
    .optionsGroup(optionGroups.own);
}

/** A bound for who does not ask before something is done to users. */
export function maxOption(): Option {
  return new Option('--max <n>', 'refuse if it affects more users than this').argParser(
    wholeNumber('--max', 0),
  );
}

export function withStateFlag(command: Command): Command {
  return command.option('--state-dir <directory>', 'where runs are kept');
}

/** Which API a file is for. */
export function apiOption(): Option {
  return new Option(
    '--api <api>',
    'rest (REST v1, the default), or legacy: the API at /api/v2, which has fewer columns',
  ).choices(apis);
}

export function withSiteFlags(command: Command): Command {
  return withStateFlag(command.optionsGroup(optionGroups.site))
    .option('--site <name>', 'the site: acme for https://acme.files.com')
    .option('--base-url <url>', "the site's address; https, unless it is on this machine")
    .addOption(apiOption())
    .option('--api-key-file <path>', 'a file with the API key (default: FILES_API_KEY)')
    .option('--profile <name>', 'take site and key from a profile of the official files-cli')
    .option(
      '--workspace-id <n>',
      "the workspace to work in (default: the key's)",
      wholeNumber('--workspace-id', 0),
    )
    .option('--sandbox', 'use a local site that exists only for this command')
    .option('--concurrency <n>', 'requests in flight at once', wholeNumber('--concurrency', 1), 8)
    .option('--rate <n>', 'at most this many requests per second', positiveNumber('--rate'))
    .option('--timeout <seconds>', 'how long a reply may take', positiveNumber('--timeout'), 30)
    .optionsGroup(optionGroups.own);
}
