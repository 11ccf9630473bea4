import type { Command } from 'commander';
import type { ExitCode } from './exit.js';
import type { Io } from './io.js';

/** What a command's action works with. */
export interface Cli {
  /** What was typed after the name of the program. */
  readonly args: readonly string[];
  readonly io: Io;
  /** Ends the program with this code. */
  readonly exit: (code: ExitCode) => void;
}

/** Gives a command its examples, arguments, flags and action; its work is loaded when it runs. */
export type Define = (command: Command, cli: Cli) => void;
