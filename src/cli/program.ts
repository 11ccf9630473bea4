import { CommanderError, type Command } from 'commander';
import type { Cli, Define } from './definition.js';
import { define as defineValidate } from './definitions/validate.js';
import { define as defineFix } from './definitions/fix.js';
import { define as defineMap } from './definitions/map.js';
import { define as definePlan } from './definitions/plan.js';
import { define as defineImport } from './definitions/import.js';
import { define as defineRuns } from './definitions/runs.js';
import { define as defineResume } from './definitions/resume.js';
import { define as defineUndo } from './definitions/undo.js';
import { define as defineUsers } from './definitions/users.js';
import { define as defineExport } from './definitions/export.js';
import { define as defineWhoami } from './definitions/whoami.js';
import { define as defineTemplate } from './definitions/template.js';
import { define as defineColumns } from './definitions/columns.js';
import { define as defineExplain } from './definitions/explain.js';
import { define as defineSandbox } from './definitions/sandbox.js';
import { define as defineCompletion } from './definitions/completion.js';
import { exitCodes, type ExitCode } from './exit.js';
import { examplesText, HelpfulCommand } from './help.js';
import { isRich, write, type Io } from './io.js';
import { usageProblem } from './usage-problem.js';
import { wrapped } from './wrapped.js';

/** Every command: its name, what it does, and what gives it its flags. */
const entries: readonly (readonly [name: string, summary: string, define: Define])[] = [
  ['validate', 'check a file; create nothing', defineValidate],
  ['fix', 'write a copy with every safe correction made', defineFix],
  ['map', "show how a file's headers are understood, and write a first mapping", defineMap],
  ['plan', 'show what an import would do on the site, and its cost', definePlan],
  ['import', 'validate, plan, confirm, create', defineImport],
  ['runs', 'list runs and their state', defineRuns],
  ['resume', 'continue an interrupted run, or retry the failed rows of an ended one', defineResume],
  ['undo', 'delete the users that a run created', defineUndo],
  ['users', 'unlock, disable, enable or delete the users in a file, and more', defineUsers],
  ['export', "write the site's users as an import file", defineExport],
  ['whoami', 'show the site, whose key is used, and what the key may do there', defineWhoami],
  ['template', 'write an example file and its legend', defineTemplate],
  ['columns', 'show every column and its rule', defineColumns],
  ['explain', 'explain an issue code or an exit code, and what to do about it', defineExplain],
  ['sandbox', 'run a local Files.com to try all of this on', defineSandbox],
  ['completion', 'write a completion script for bash, zsh or fish', defineCompletion],
];

const examples = [
  'files-bulk-import validate users.csv',
  'files-bulk-import import users.csv --sandbox',
  'files-bulk-import import users.csv --site acme',
];

/** Parses the command line and runs its command. Rejects with the errors that exit.ts has codes for. */
export async function runProgram(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  // The command that is asked for is the only one whose flags are needed.
  const asked = args.find((arg) => entries.some(([name]) => name === arg));
  const exit = (result: ExitCode): void => void (code = result);
  let said = '';
  const program = buildProgram(
    { args, io, exit },
    (name) => name === asked,
    (text) => void (said += text),
  );
  try {
    // Of a command that there is not, commander would show the help of all, and no reason.
    const unknownTopic = asked === undefined && /^help [^-]/.test(args.join(' '));
    await program.parseAsync(unknownTopic ? args.slice(1) : args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    await write(io.stderr, await wrapped(said, io.stderr, io.env));
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
}

/** The command tree; of the commands that are not wanted whole, the names alone. What is wrong with a call goes to `complain`. */
export function buildProgram(
  cli: Cli,
  whole: (name: string) => boolean,
  complain: (text: string) => void = (text) => void cli.io.stderr.write(text),
): Command {
  const { io } = cli;
  const flags = { color: !cli.args.includes('--no-color') };
  const program = new HelpfulCommand('files-bulk-import')
    .description(
      'Check a CSV of users, plan the import, and create the users on Files.com exactly once.',
    )
    .addHelpText('before', examplesText(examples))
    .version(io.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .showHelpAfterError('Add --help for examples and flags.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: complain,
      getOutHelpWidth: () => io.stdout.columns || 80,
      getErrHelpWidth: () => io.stderr.columns || 80,
      getOutHasColors: () => isRich(io.stdout, io.env, flags),
      getErrHasColors: () => isRich(io.stderr, io.env, flags),
      outputError: (text, write) => write(usageProblem(text, wordsFor)),
    });
  const wordsFor = (argument: string): readonly string[] =>
    program.commands
      .flatMap((command) => command.registeredArguments)
      .find((one) => one.name() === argument)?.argChoices ?? [];
  for (const [name, summary, define] of entries) {
    const command = program.command(name).description(summary);
    if (whole(name)) define(command, cli);
  }
  return program;
}
