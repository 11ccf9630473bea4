import { PassThrough, Readable } from 'node:stream';
import type { Command, Help, Option } from 'commander';
import { optionGroups } from '../../src/cli/definition.js';
import { buildProgram } from '../../src/cli/program.js';

/** A flag or argument, and its description. */
export interface Term {
  readonly term: string;
  readonly what: string;
}

/** A command as its help describes it. */
export interface CommandPage {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly examples: readonly string[];
  readonly arguments: readonly Term[];
  /** Its own flags. */
  readonly flags: readonly Term[];
  /** Headings of flags that it shares with other commands. */
  readonly shared: readonly string[];
}

export interface ProgramPages {
  readonly summary: string;
  readonly commands: readonly CommandPage[];
  /** Flags that are the same for all commands, by heading. */
  readonly shared: ReadonlyMap<string, readonly Term[]>;
}

/** All commands and flags, from the same definitions as the help. */
export function programPages(): ProgramPages {
  const program = wholeProgram();
  const help = program.createHelp();
  const shared = new Map<string, readonly Term[]>();
  const commands = help
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help')
    .map((command) => pageOf(command, help, shared));
  return { summary: program.description(), commands, shared };
}

/** The tree of commands with all their flags; runs nothing. */
export function wholeProgram(): Command {
  const io = {
    version: '0.0.0',
    args: [],
    stdin: Readable.from([]),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    env: {},
    cwd: '.',
    endUnread: () => undefined,
  };
  return buildProgram({ io, exit: () => undefined }, () => true);
}

function pageOf(command: Command, help: Help, shared: Map<string, readonly Term[]>): CommandPage {
  const groups = help.groupItems(
    [...command.options],
    help.visibleOptions(command),
    (option) => option.helpGroupHeading ?? optionGroups.own,
  );
  const own = termsOf(groups.get(optionGroups.own) ?? [], help);
  groups.delete(optionGroups.own);
  for (const [heading, options] of groups) {
    const terms = termsOf(options, help);
    const known = shared.get(heading);
    if (known && JSON.stringify(known) !== JSON.stringify(terms))
      throw new Error(
        `${command.name()}: the flags below "${heading}" differ from other commands.`,
      );
    shared.set(heading, terms);
  }
  return {
    name: command.name(),
    summary: command.description(),
    usage: help.commandUsage(command),
    examples: examplesOf(command),
    arguments: help.visibleArguments(command).map((argument) => ({
      term: help.argumentTerm(argument),
      what: help.argumentDescription(argument),
    })),
    flags: own,
    shared: Object.values(optionGroups).filter((heading) => groups.has(heading)),
  };
}

function termsOf(options: readonly Option[], help: Help): Term[] {
  return options.map((option) => ({
    term: help.optionTerm(option),
    what: help.optionDescription(option),
  }));
}

/** The lines below the first heading. */
function examplesOf(command: Command): readonly string[] {
  let text = '';
  command.configureOutput({ writeOut: (part) => void (text += part) }).outputHelp();
  const [, lines = ''] = /Examples:\S*\n((?: {2}.*\n)+)/.exec(text) ?? [];
  return lines.trim().split(/\n\s*/);
}
