import type { Command } from 'commander';

/** What can be typed in one place of the command line. */
export type Values =
  | { readonly type: 'file' | 'directory' | 'text'; readonly name: string }
  | { readonly type: 'choices'; readonly name: string; readonly words: readonly string[] };

export interface Flag {
  /** `-o` and `--output`. */
  readonly names: readonly string[];
  readonly description: string;
  /** null: it takes none. */
  readonly value: Values | null;
}

/** A command as a shell needs to know it. */
export interface CommandNode {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** Its arguments, by position. */
  readonly values: readonly Values[];
}

/** A program and its commands, which have no subcommands. */
export interface ProgramNode extends CommandNode {
  readonly commands: readonly CommandNode[];
}

export function treeOf(program: Command): ProgramNode {
  const visible = program.createHelp().visibleCommands(program);
  const command: Values = {
    type: 'choices',
    name: 'command',
    words: visible.map((one) => one.name()),
  };
  const commands = visible
    .map(nodeOf)
    // commander's own `help` takes the name of another command.
    .map((one) => (one.name === 'help' ? { ...one, values: [command] } : one));
  return { ...nodeOf(program), values: [command], commands };
}

function nodeOf(command: Command): CommandNode {
  const options = command.createHelp().visibleOptions(command);
  return {
    name: command.name(),
    summary: command.description(),
    flags: options.map(({ short, long, description, flags, argChoices }) => ({
      names: [short, long].filter((one) => one !== undefined),
      description,
      value: valuesOf(/[<[]([^<>[\]]+)[>\]]/.exec(flags)?.[1], argChoices),
    })),
    values: command.registeredArguments.flatMap(
      (argument) => valuesOf(argument.name(), argument.argChoices) ?? [],
    ),
  };
}

const fileNames = ['file', 'path', 'mapping'];

/** By the name of a value, such as `<file>`, and its choices. */
function valuesOf(name: string | undefined, words: readonly string[] | undefined): Values | null {
  if (name === undefined) return null;
  if (words) return { type: 'choices', name, words };
  if (fileNames.includes(name)) return { type: 'file', name };
  return { type: name === 'directory' ? name : 'text', name };
}
