import type { Shell } from '../completion/shells.js';
import type { CommandNode } from '../completion/tree.js';
import type { Cli } from '../definition.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { write } from '../io.js';
import { buildProgram } from '../program.js';

/** Prints the script that completes this program's commands, flags and values in a shell. */
export async function completion(shell: Shell, cli: Cli): Promise<ExitCode> {
  const { treeOf } = await import('../completion/tree.js');
  const render = await renderers[shell]();
  await write(cli.io.stdout, render(treeOf(buildProgram(cli, () => true))));
  return exitCodes.ok;
}

const renderers: Readonly<Record<Shell, () => Promise<(tree: CommandNode) => string>>> = {
  bash: async () => (await import('../completion/bash.js')).bashCompletion,
  zsh: async () => (await import('../completion/zsh.js')).zshCompletion,
  fish: async () => (await import('../completion/fish.js')).fishCompletion,
};
