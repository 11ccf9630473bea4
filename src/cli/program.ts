import { CommanderError, type Command } from 'commander';
import type { Cli, Define } from './definition.js';
import { exitCodes, type ExitCode } from './exit.js';
import { examplesText, HelpfulCommand } from './help.js';
import { isRich, write, type Io } from './io.js';
import { usageProblem } from './usage-problem.js';
import { wrapped } from './wrapped.js';

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly define: Define }>;
}

const entries: readonly Entry[] = [
  {
    name: 'validate',
    summary: 'check a file; create nothing',
    load: () => import('./definitions/validate.js'),
  },
  {
    name: 'fix',
    summary: 'write a copy with every safe correction made',
    load: () => import('./definitions/fix.js'),
  },
  {
    name: 'map',
    summary: "show how a file's headers are understood, and write a first mapping",
    load: () => import('./definitions/map.js'),
  },
  {
    name: 'plan',
    summary: 'show what an import would do on the site, and its cost',
    load: () => import('./definitions/plan.js'),
  },
  {
    name: 'import',
    summary: 'validate, plan, confirm, create',
    load: () => import('./definitions/import.js'),
  },
  {
    name: 'runs',
    summary: 'list runs and their state',
    load: () => import('./definitions/runs.js'),
  },
  {
    name: 'resume',
    summary: 'continue an interrupted run, or retry the failed rows of an ended one',
    load: () => import('./definitions/resume.js'),
  },
  {
    name: 'undo',
    summary: 'delete the users that a run created',
    load: () => import('./definitions/undo.js'),
  },
  {
    name: 'users',
    summary: 'unlock, disable, enable or delete users, and more, for the usernames in a file',
    load: () => import('./definitions/users.js'),
  },
  {
    name: 'export',
    summary: "write the site's users as an import file",
    load: () => import('./definitions/export.js'),
  },
  {
    name: 'whoami',
    summary: 'show the site, whose key is used, and what it may do there',
    load: () => import('./definitions/whoami.js'),
  },
  {
    name: 'template',
    summary: 'write an example file and its legend',
    load: () => import('./definitions/template.js'),
  },
  {
    name: 'columns',
    summary: 'show every column and its rule',
    load: () => import('./definitions/columns.js'),
  },
  {
    name: 'explain',
    summary: 'explain an issue code or an exit code, and what to do about it',
    load: () => import('./definitions/explain.js'),
  },
  {
    name: 'sandbox',
    summary: 'run a local Files.com to try all of this on',
    load: () => import('./definitions/sandbox.js'),
  },
  {
    name: 'completion',
    summary: 'write a completion script for bash, zsh or fish',
    load: () => import('./definitions/completion.js'),
  },
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
  const asked = args.find((arg) => entries.some(({ name }) => name === arg));
  const exit = (result: ExitCode): void => void (code = result);
  let said = '';
  const program = await buildProgram(
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
export async function buildProgram(
  cli: Cli,
  whole: (name: string) => boolean,
  complain: (text: string) => void = (text) => void cli.io.stderr.write(text),
): Promise<Command> {
  const { io } = cli;
  const flags = { color: !cli.args.includes('--no-color') };
  const program = new HelpfulCommand('files-bulk-import')
    .description('Check a CSV of users, plan, and create them on Files.com, exactly once.')
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
  for (const { name, summary, load } of entries) {
    const command = program.command(name).description(summary);
    if (whole(name)) (await load()).define(command, cli);
  }
  return program;
}
