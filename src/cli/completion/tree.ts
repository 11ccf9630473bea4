import type { Command } from 'commander';

/** What may stand in a place of the command line. */
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

/** A command as a shell has to know it. */
export interface CommandNode {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** Its arguments, by place. */
  readonly values: readonly Values[];
  readonly commands: readonly CommandNode[];
}

export function treeOf(command: Command): CommandNode {
  const help = command.createHelp();
  const commands = help.visibleCommands(command).map(treeOf);
  const names = commands.map(({ name }) => name);
  return {
    name: command.name(),
    summary: command.description(),
    flags: help.visibleOptions(command).map(({ short, long, description, flags, argChoices }) => ({
      names: [short, long].filter((one) => one !== undefined),
      description,
      value: valuesOf(/[<[]([^<>[\]]+)[>\]]/.exec(flags)?.[1], argChoices),
    })),
    values: command.registeredArguments.flatMap(
      (argument) => valuesOf(argument.name(), argument.argChoices) ?? [],
    ),
    // commander's own `help` takes the name of another command.
    commands: commands.map((one) =>
      one.name === 'help'
        ? { ...one, values: [{ type: 'choices', name: 'command', words: names }] }
        : one,
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

/** A command and all below it, each with the names of those above it. */
export function commandsIn(
  node: CommandNode,
  above: readonly string[] = [],
): readonly { readonly node: CommandNode; readonly path: readonly string[] }[] {
  return [
    { node, path: above },
    ...node.commands.flatMap((one) => commandsIn(one, [...above, one.name])),
  ];
}
