import { Command, CommanderError } from 'commander';
import type { ImportFlags } from './commands/import.js';
import type { ResumeFlags } from './commands/resume.js';
import type { SandboxFlags } from './commands/sandbox.js';
import type { UndoFlags } from './commands/undo.js';
import { exitCodes, exitCodesHelp, type ExitCode } from './exit.js';
import type { Io } from './io.js';
import { positiveNumber, wholeNumber } from './numbers.js';

/** Parses the command line and runs its command. Rejects with the errors that exit.ts has codes for. */
export async function runProgram(
  args: readonly string[],
  io: Io,
  version: string,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const program = buildProgram(io, version, (result) => (code = result));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
}

/** The command tree: flags and help here, each command's work in its own file, loaded when it runs. */
function buildProgram(io: Io, version: string, exit: (code: ExitCode) => void): Command {
  const program = new Command('files-bulk-import')
    .description('Check a CSV of users, plan, and create them on Files.com, exactly once.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    })
    .addHelpText('after', exitCodesHelp);
  const add = (name: string, summary: string, examples: readonly string[]): Command =>
    withCommonFlags(program.command(name).description(summary), examples);

  withReportFlags(
    add('validate', 'check a file; create nothing', [
      'files-bulk-import validate users.csv',
      'files-bulk-import validate users.csv --json > issues.json',
      'cat users.csv | files-bulk-import validate - --strict',
    ]),
  )
    .argument('<file>', 'a CSV file, or - for standard input')
    .option('--ndjson', 'print an issue a line as it is found, then a summary line')
    .action(async (file: string, flags: object) => {
      const { validate } = await import('./commands/validate.js');
      exit(await validate(file, flags, io));
    });

  withSiteFlags(
    withReportFlags(
      add('import', 'validate, plan, confirm, create', [
        'files-bulk-import import users.csv --site acme',
        'files-bulk-import import users.csv --sandbox --yes',
        'files-bulk-import import users.csv --site acme --existing update --yes --json',
      ]),
    ),
  )
    .argument('<file>', 'a CSV file, or - for standard input')
    .option('--yes', 'do not ask before creating')
    .option('--existing <what>', 'error, skip or update: users that the site has already', 'error')
    .option('--update-passwords', 'with --existing update, set the passwords that the file gives')
    .option('--skip-invalid', 'leave out rows with errors, and import the others')
    .option('--no-create-folders', 'do not make the folders of folder_permissions')
    .option('--restart', 'begin anew although this file has a run on this site')
    .action(async (file: string, flags: ImportFlags) => {
      const { importUsers } = await import('./commands/import.js');
      exit(await importUsers(file, flags, io, version));
    });

  withStateFlag(
    add('runs', 'list runs and their state', [
      'files-bulk-import runs',
      'files-bulk-import runs --json',
    ]),
  )
    .option('--json', 'print one JSON document')
    .action(async (flags: object) => {
      const { runs } = await import('./commands/runs.js');
      exit(await runs(flags, io));
    });

  withSiteFlags(
    add('resume', 'go on with an interrupted run, or try the failed rows of an ended one again', [
      'files-bulk-import resume',
      'files-bulk-import resume 20270314-093012-a1b2c3 --yes',
    ]),
  )
    .argument('[run]', 'the run, as `runs` lists it; without it, the latest that is not finished')
    .option('--json', 'print one JSON document')
    .option('--yes', 'do not ask before creating')
    .action(async (run: string | undefined, flags: ResumeFlags) => {
      const { resume } = await import('./commands/resume.js');
      exit(await resume(run, flags, io, version));
    });

  withSiteFlags(
    add('undo', 'delete the users that a run created', [
      'files-bulk-import undo 20270314-093012-a1b2c3',
      'files-bulk-import undo 20270314-093012-a1b2c3 --yes --json',
    ]),
  )
    .argument('<run>', 'the run, as `runs` lists it')
    .option('--json', 'print one JSON document')
    .option('--yes', 'do not ask before deleting')
    .option('--include-adopted', 'also users that were recognised after a lost reply')
    .option('--even-if-used', 'also users that have signed in or used the API since')
    .action(async (run: string, flags: UndoFlags) => {
      const { undo } = await import('./commands/undo.js');
      exit(await undo(run, flags, io, version));
    });

  add('template', 'write an example file and its legend', [
    'files-bulk-import template > users.csv',
    'files-bulk-import template --empty --output users.csv',
    'files-bulk-import template --legend',
  ])
    .option('--empty', 'the header alone')
    .option('--legend', 'the legend instead of the file')
    .option('-o, --output <path>', 'write to a new file, and the legend beside it')
    .action(async (flags: object) => {
      const { template } = await import('./commands/template.js');
      exit(await template(flags, io));
    });

  add('columns', 'every column and its rule', [
    'files-bulk-import columns',
    'files-bulk-import columns --json-schema > users.schema.json',
  ])
    .option('--all', 'those too that the web form does not know')
    .option('--markdown', 'as a Markdown table')
    .option('--json', 'as JSON')
    .option('--json-schema', 'as the JSON Schema of a row')
    .action(async (flags: object) => {
      const { listColumns } = await import('./commands/columns.js');
      exit(await listColumns(flags, io));
    });

  add('sandbox', 'a local Files.com to try all of this on', [
    'files-bulk-import sandbox --port 4000',
    'files-bulk-import sandbox --state site.json --rate-limit 20 --latency 100',
    'files-bulk-import sandbox --faults lost-after=0.05,bad-gateway=0.1',
  ])
    .option('--port <number>', 'the port on 127.0.0.1', wholeNumber('--port', 0, 65_535), 4000)
    .option('--state <file>', 'keep the site in this file')
    .option(
      '--rate-limit <n>',
      'requests a second beyond which it answers 429',
      positiveNumber('--rate-limit'),
    )
    .option('--latency <ms>', 'added to every reply', wholeNumber('--latency', 0))
    .option('--faults <list>', 'kinds of fault with their share, such as lost-after=0.05')
    .action(async (flags: SandboxFlags) => {
      const { sandbox } = await import('./commands/sandbox.js');
      exit(await sandbox(flags, io));
    });

  return program;
}

function withCommonFlags(command: Command, examples: readonly string[]): Command {
  return command
    .addHelpText('before', `Examples:\n${examples.map((line) => `  ${line}`).join('\n')}\n`)
    .addHelpText('after', exitCodesHelp)
    .option('--no-color', 'no colour and no animation')
    .option('--quiet', 'print errors alone')
    .option('--debug', 'add stack traces and requests, with secrets removed');
}

function withReportFlags(command: Command): Command {
  return command
    .option('--json', 'print one JSON document')
    .option('--strict', 'end with 1 when there are warnings')
    .option('--max-issues <n>', 'report no more issues than this', wholeNumber('--max-issues', 0));
}

function withStateFlag(command: Command): Command {
  return command.option('--state-dir <path>', 'where runs are kept');
}

function withSiteFlags(command: Command): Command {
  return withStateFlag(command)
    .option('--site <name>', 'the site: acme for https://acme.files.com')
    .option('--base-url <url>', 'the site by its address; https, unless it is on this machine')
    .option('--api-key-file <path>', 'a file that holds the API key (else FILES_API_KEY)')
    .option('--sandbox', 'a local site, made for this command and gone with it')
    .option('--concurrency <n>', 'requests at once', wholeNumber('--concurrency', 1), 8)
    .option('--rate <n>', 'requests a second, at the most', positiveNumber('--rate'))
    .option('--timeout <seconds>', 'how long a reply may take', positiveNumber('--timeout'), 30);
}
