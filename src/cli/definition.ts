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

/** A flag, its description, how its value is parsed, and its default. */
export type Flag =
  | Option
  | readonly [
      flags: string,
      description: string,
      parse?: (text: string, flag: string) => unknown,
      otherwise?: unknown,
    ];

/** A command, as it is typed and as its help shows it. */
export interface Definition {
  readonly summary: string;
  readonly examples: readonly string[];
  /** Further help, under a heading of its own. */
  readonly note?: string;
  readonly arguments?: readonly Argument[];
  readonly options?: Readonly<Partial<Record<OptionGroup, readonly Flag[]>>>;
  /** Loads the command, which takes the arguments, the flags and the Io. */
  readonly load: () => Promise<(...given: never[]) => Promise<ExitCode>>;
}
