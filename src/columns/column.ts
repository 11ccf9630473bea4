import type { Api } from './api.js';
import type { IssueCode } from './issue.js';
import type { Grant } from './permissions.js';

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
  /** The API that the rows are for; without it REST v1. */
  readonly api?: Api;
  /** A row may be of a user who is there: what only a new one needs is asked for when that is known. */
  readonly mayUpdate?: boolean;
  /** A new user who needs a password and is given none gets one. */
  readonly makesPasswords?: boolean;
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
  /**
   * The cell of what the site returns; blank: nothing is set. What no cell can say is in the site's
   * own words, so that whoever reads the cell refuses it rather than takes it for something else.
   */
  fromApi(returned: Json): string;
  /** Whether what the site returns for a parameter means what was sent. */
  readonly same: (sent: Json, returned: Json) => boolean;
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

/** A user of the site, with what cells say by names and the API by ids. */
export interface ReturnedUser {
  /** By the API's own names; what is missing is not set. */
  readonly fields: Readonly<Record<string, Json | undefined>>;
  /** Those of the user itself, not of its groups. */
  readonly permissions: readonly Grant[];
  /** Its groups, each as a cell refers to it. */
  readonly groups: readonly string[];
  /** Its single sign-on, and whether that is the only enabled one of its provider; undefined: none. */
  readonly sso: { readonly provider: string; readonly alone: boolean } | undefined;
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
  /** The cell of a user of the site, where it is not simply `kind.fromApi` of the parameter. */
  toCell?(user: ReturnedUser): string;
  /** The cell of a user for whom nobody has set anything. */
  readonly unset: string;
  /** The value of another column with which this one means nothing: its cell is then not looked at. */
  readonly ignoredWhen?: {
    readonly column: string;
    readonly value: unknown;
    readonly code: IssueCode;
    readonly message: string;
  };
}

/** A column of a table: its parameter has its own name and its cell may be blank, unless it says otherwise. */
export type ColumnEntry<T> = Pick<Column<string, T>, 'kind' | 'help' | 'example'> &
  Partial<Omit<Column<string, T>, 'name'>>;

/** The columns of a table, and the values of a row whose cells are all blank: their type is that of all values. */
export function table<Values>(entries: {
  readonly [Name in keyof Values]: ColumnEntry<Values[Name]>;
}): {
  readonly columns: readonly Column<keyof Values & string>[];
  readonly noValues: Partial<Values>;
} {
  // Object.entries gives up the type of the keys.
  const named = Object.entries<ColumnEntry<unknown>>(entries) as [
    keyof Values & string,
    ColumnEntry<unknown>,
  ][];
  const columns = named.map(([name, entry]) => ({
    name,
    parameter: name,
    required: false,
    secret: false,
    verbatim: false,
    alsoCalled: [],
    unset: '',
    ...entry,
  }));
  return { columns, noValues: {} };
}
