import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import type { Shell } from '../completion/shells.js';
import { treeOf, type CommandNode } from '../completion/tree.js';
import { zshCompletion } from '../completion/zsh.js';
import type { Cli } from '../definition.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { write } from '../io.js';
import { buildProgram } from '../program.js';

const renderers: Readonly<Record<Shell, (tree: CommandNode) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Prints the script that completes this program's commands, flags and values in a shell. */
export async function completion(shell: Shell, cli: Cli): Promise<ExitCode> {
  const tree = treeOf(buildProgram(cli, () => true));
  await write(cli.io.stdout, renderers[shell](tree));
  return exitCodes.ok;
}
