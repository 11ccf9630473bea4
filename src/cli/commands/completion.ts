import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import type { Shell } from '../completion/shells.js';
import { treeOf, type ProgramNode } from '../completion/tree.js';
import { zshCompletion } from '../completion/zsh.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { write, type CommonFlags, type Io } from '../io.js';
import { buildProgram } from '../program.js';

const renderers: Readonly<Record<Shell, (program: ProgramNode) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Prints the completion script for a shell. */
export async function completion(shell: Shell, _flags: CommonFlags, io: Io): Promise<ExitCode> {
  const tree = treeOf(buildProgram({ io, exit: () => undefined }, () => true));
  await write(io.stdout, renderers[shell](tree));
  return exitCodes.ok;
}
