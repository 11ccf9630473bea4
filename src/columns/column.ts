import type { Api } from './api.js';
import type { IssueCode } from './issue.js';
import type { Grant } from './permissions.js';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonSchema = { [key: string]: Json };

/**
 * How sure a suggestion is. `certain`: the cell can mean nothing else, so it may be corrected without
 * asking. `likely` (the default): a person has to judge.
 */
export type Certainty = 'certain' | 'likely';

/** Reports what is wrong with a cell; `suggestion` is the corrected text of the whole cell. */
export type ReportProblem = (
  code: IssueCode,
  message: string,
  suggestion?: string | null,
  certainty?: Certainty,
) => void;

/** What a cell's rule may know besides the cell. */
export interface CellContext {
  /** The current time, in milliseconds since the epoch. */
  readonly now: number;
  /** The API that the rows are for; default: REST v1. */
  readonly api?: Api | undefined;
  /** The user may exist already: what only a new user needs is checked once that is known. */
  readonly mayUpdate?: boolean;
  /** A new user who needs a password and has none gets a generated one. */
  readonly makesPasswords?: boolean;
}

/** A kind of cell: how its text is read, what it accepts, and how its value is sent to the API. */
export interface Kind<T> {
  /** What is accepted, as a phrase for the legend and for messages: `Y or N`. */
  readonly accepts: string;
  /** JSON Schema of the cell's text. */
  readonly schema: JsonSchema;
  /**
   * Reads a cell that is not blank (trimmed, unless the column is verbatim). Reports every problem; returns
   * undefined if an error leaves no usable value. Must be cheap for a valid cell.
   */
  read(cell: string, report: ReportProblem, context: CellContext): T | undefined;
  /** The value as the API expects it. */
  toApi(value: T): Json;
  /**
   * The cell for a value that the site returned; blank: not set. What no cell can express is written in the
   * site's own words, so that reading the cell reports it instead of accepting something else.
   */
  fromApi(returned: Json): string;
  /** Whether the value that the site returned for a parameter means what was sent. */
  readonly same: (sent: Json, returned: Json) => boolean;
  /**
   * What a free text is used for, which decides which odd characters in it are mistakes: `prose` is only
   * read, a `name` is looked up on the site, and `typed` text is typed by a person.
   */
  readonly use?: 'prose' | 'name' | 'typed';
}

/** What names in a file stand for on the site; looked up once, before anything is created. */
export interface Directory {
  /** Its name, if the group is still to be created. */
  groupId(nameOrId: string): number | string;
  ssoStrategyId(provider: string): number;
}

/** A user of the site, with names as cells have them where the API has ids. */
export interface ReturnedUser {
  /** By the API's own names; a field that is missing is not set. */
  readonly fields: Readonly<Record<string, Json | undefined>>;
  /** The user's own permissions, without those of its groups. */
  readonly permissions: readonly Grant[];
  /** Its groups, each as a cell refers to it. */
  readonly groups: readonly string[];
  /** Its SSO strategy, and whether it is the only enabled one of its provider; undefined: none. */
  readonly sso: { readonly provider: string; readonly alone: boolean } | undefined;
}

/** One column of the import format: the only definition of it. */
export interface Column<Name extends string = string, T = unknown> {
  readonly name: Name;
  readonly kind: Kind<T>;
  readonly required: boolean;
  /** Its value must never be shown. */
  readonly secret: boolean;
  /** White space around the cell is part of the value. */
  readonly verbatim: boolean;
  /** One or two sentences for the legend. */
  readonly help: string;
  readonly example: string;
  /** Names that other systems use for it, for suggesting a mapping. */
  readonly alsoCalled: readonly string[];
  /** The Create User parameter of REST v1 that it sets; null if it is sent another way. */
  readonly parameter: string | null;
  /** The parameters for a value, if they are not simply `{ [parameter]: kind.toApi(value) }`. */
  toParameters?(value: T, directory: Directory): Record<string, Json>;
  /** The cell for a user of the site, if it is not simply `kind.fromApi` of the parameter. */
  toCell?(user: ReturnedUser): string;
  /** The cell of a user for whom nothing was set. */
  readonly unset: string;
  /** The value of another column that makes this one meaningless: its cell is then not read. */
  readonly ignoredWhen?: {
    readonly column: string;
    readonly value: unknown;
    readonly code: IssueCode;
    readonly message: string;
  };
}

/** A column with the usual values: its parameter has the same name, and its cell may be blank. */
export type ColumnEntry<T> = Pick<Column<string, T>, 'kind' | 'help' | 'example'> &
  Partial<Omit<Column<string, T>, 'name'>>;

/**
 * The columns of a table, and the values of a row whose cells are all blank, whose type is that of any
 * row's values.
 */
export function table<Values>(entries: {
  readonly [Name in keyof Values]: ColumnEntry<Values[Name]>;
}): {
  readonly columns: readonly Column<keyof Values & string>[];
  readonly noValues: Partial<Values>;
} {
  // Object.entries loses the type of the keys.
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
