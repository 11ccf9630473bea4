import type { IssueCode } from './issue.js';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonSchema = { [key: string]: Json };

/**
 * How sure a suggestion is: `certain` is what the cell must have meant, and may be put in its place
 * without asking; `likely`, which is what one is unless it says otherwise, is for a person to judge.
 */
export type Certainty = 'certain' | 'likely';

/** Tells what is wrong with a cell; `suggestion` is the whole cell's corrected text. */
export type ReportProblem = (
  code: IssueCode,
  message: string,
  suggestion?: string | null,
  certainty?: Certainty,
) => void;

/** What a cell's rule may know beyond the cell. */
export interface CellContext {
  /** The present instant, milliseconds since the epoch. */
  readonly now: number;
}

/** A kind of cell: how its text is read, what it accepts, and what its value means to the API. */
export interface Kind<T> {
  /** What is accepted, as one phrase for the legend and for messages: `Y or N`. */
  readonly accepts: string;
  /** JSON Schema of the cell's text. */
  readonly schema: JsonSchema;
  /**
   * Reads a cell that is not blank (trimmed, unless the column is verbatim). Reports every problem;
   * returns undefined when an error leaves no usable value. Must be cheap when nothing is wrong.
   */
  read(cell: string, report: ReportProblem, context: CellContext): T | undefined;
  /** The value as the API takes it. */
  toApi(value: T): Json;
  /** Whether what the site returns for a parameter means what was sent. */
  same(sent: Json, returned: Json): boolean;
  /**
   * What a free text is for, which tells the odd characters in it that are slips: `prose` is only read,
   * a `name` is found on the site, and what is `typed` a person types on a keyboard.
   */
  readonly use?: 'prose' | 'name' | 'typed';
}

/** What names in a file stand for on the site: found once, before anything is created. */
export interface Directory {
  /** Its name, where the group is yet to be made. */
  groupId(nameOrId: string): number | string;
  ssoStrategyId(provider: string): number;
}

/** One column of the import format: the one place that knows it. */
export interface Column<Name extends string = string, T = unknown> {
  readonly name: Name;
  readonly kind: Kind<T>;
  readonly required: boolean;
  /** Its value must never be shown. */
  readonly secret: boolean;
  /** White space around the cell is part of it. */
  readonly verbatim: boolean;
  /** One or two sentences for the legend. */
  readonly help: string;
  readonly example: string;
  /** What other systems call it, for a first mapping of their files. */
  readonly alsoCalled: readonly string[];
  /** The Create User parameter of REST v1 that it fills; null when it is sent otherwise. */
  readonly parameter: string | null;
  /** The parameters for a value, where it is not simply `{ [parameter]: kind.toApi(value) }`. */
  toParameters?(value: T, directory: Directory): Record<string, Json>;
  /** The value of another column with which this one means nothing: its cell is then not looked at. */
  readonly ignoredWhen?: {
    readonly column: string;
    readonly value: unknown;
    readonly code: IssueCode;
    readonly message: string;
  };
}

/** A column whose parameter has its own name and whose cell may be blank, unless it says otherwise. */
export function column<const Name extends string, T>(
  entry: Pick<Column<Name, T>, 'name' | 'help' | 'example'> & { kind: Kind<T> } & Partial<
      Column<Name, T>
    >,
): Column<Name, T> {
  return {
    parameter: entry.name,
    required: false,
    secret: false,
    verbatim: false,
    alsoCalled: [],
    ...entry,
  };
}
