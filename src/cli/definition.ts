import type { Argument, Option } from 'commander';
import type { ExitCode } from './exit.js';

/** Headings above flags, in the order in which they are shown. */
export const optionGroups = {
  own: 'Options:',
  source: 'How the file is read:',
  site: 'The site and its requests:',
  report: 'The report:',
  common: 'Common options:',
} as const;

export type OptionGroup = keyof typeof optionGroups;

/** A flag, what it does, how its value is read, and the value that it has where it is not given. */
export type Flag =
  | Option
  | readonly [
      flags: string,
      description: string,
      parse?: (text: string, flag: string) => unknown,
      otherwise?: unknown,
    ];

/** A command, as it is typed and as its help has it. */
export interface Definition {
  readonly summary: string;
  readonly examples: readonly string[];
  /** What is to be known besides, under a heading of its own. */
  readonly note?: string;
  readonly arguments?: readonly Argument[];
  readonly options?: Readonly<Partial<Record<OptionGroup, readonly Flag[]>>>;
  /** Loads the command's work, which takes the arguments, the flags and the Io. */
  readonly load: () => Promise<(...given: never[]) => Promise<ExitCode>>;
}
