import { CommanderError, Option, type Command } from 'commander';
import { optionGroups, type Definition, type Flag, type OptionGroup } from './definition.js';
import { fileCommands } from './definitions/file-commands.js';
import { otherCommands } from './definitions/other-commands.js';
import { siteCommands } from './definitions/site-commands.js';
import { exitCodes, UsageError, type ExitCode } from './exit.js';
import { commonFlags } from './flags.js';
import { examplesText, HelpfulCommand } from './help.js';
import { isRich, write, type Io } from './io.js';
import { usageProblem } from './usage-problem.js';
import { wrapped } from './wrapped.js';

/** Every command, in the order of the help. */
const definitions: Readonly<Record<string, Definition>> = {
  ...fileCommands,
  ...siteCommands,
  ...otherCommands,
};

const examples = [
  'files-bulk-import validate users.csv',
  'files-bulk-import import users.csv --sandbox',
  'files-bulk-import import users.csv --site acme',
];

/** The process, and a callback for the exit code. */
interface Cli {
  readonly io: Io;
  readonly exit: (code: ExitCode) => void;
}

/** Parses the command line and runs its command. Rejects with the errors that exit.ts has codes for. */
export async function runProgram(io: Io): Promise<ExitCode> {
  const { args } = io;
  let code: ExitCode = exitCodes.ok;
  // Only the requested command needs its flags.
  const asked = args.find((arg) => Object.hasOwn(definitions, arg));
  const exit = (result: ExitCode): void => void (code = result);
  let said = '';
  const program = buildProgram(
    { io, exit },
    (name) => name === asked,
    (text) => void (said += text),
  );
  try {
    // For an unknown command, commander would show the help without a reason.
    const unknownTopic = asked === undefined && /^help [^-]/.test(args.join(' '));
    await program.parseAsync(unknownTopic ? args.slice(1) : args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    await write(io.stderr, await wrapped(said, io.stderr, io.env));
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
}

/**
 * The command tree; commands that are not needed completely have only their names. Usage errors go to
 * `complain`.
 */
export function buildProgram(
  cli: Cli,
  whole: (name: string) => boolean,
  complain: (text: string) => void = (text) => void cli.io.stderr.write(text),
): Command {
  const { io } = cli;
  const flags = { color: !io.args.includes('--no-color') };
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
  for (const [name, definition] of Object.entries(definitions)) {
    const command = program.command(name).description(definition.summary);
    if (whole(name)) define(command, definition, cli);
  }
  return program;
}

/** Gives a command its examples, arguments, flags and action. */
function define(command: Command, definition: Definition, { io, exit }: Cli): void {
  const { examples, note = '', options } = definition;
  command.addHelpText('before', examplesText(examples)).addHelpText('before', note);
  for (const argument of definition.arguments ?? []) command.addArgument(argument);
  const flags = { ...options, common: commonFlags };
  for (const group of Object.keys(optionGroups) as OptionGroup[]) {
    command.optionsGroup(optionGroups[group]);
    for (const flag of flags[group] ?? []) command.addOption(optionOf(flag));
  }
  command
    .helpOption('-h, --help', 'show this help')
    // It is given the arguments, the flags and the command.
    .action(async (...given: unknown[]) => {
      const work = await definition.load();
      exit(await work(...([...given.slice(0, -1), io] as never[])));
    });
}

function optionOf(flag: Flag): Option {
  if (flag instanceof Option) return flag;
  const [flags, description, parse = someText, otherwise] = flag;
  const option = new Option(flags, description).default(otherwise);
  return option.argParser((text) => parse(text, `--${option.name()}`));
}

/** An empty path, such as that of an unset variable, would mean the working directory. */
function someText(text: string, flag: string): string {
  if (text !== '') return text;
  throw new UsageError(`${flag} takes some text, not "".`);
}
