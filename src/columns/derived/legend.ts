import type { Column, Json } from '../column.js';
import { documentedColumns, type ColumnName } from '../table.js';

/** What every column takes, for people: a paragraph per column. */
export function legend(columns: readonly Column[] = documentedColumns): string {
  return columns.map(paragraph).join('\n');
}

/** What a column takes, as a phrase. */
export function ruleOf({ required, kind }: Column): string {
  return required ? `required; ${kind.accepts}` : kind.accepts;
}

function paragraph(column: Column): string {
  const { name, help, example } = column;
  const shown = example.replaceAll('\n', '\n           ');
  return `${name}\n  ${help}\n  Takes:   ${ruleOf(column)}\n  Example: ${shown}\n`;
}

/** The same as a Markdown table. */
export function markdownTable(columns: readonly Column[] = documentedColumns): string {
  const rows = columns.map(
    ({ name, required, kind, help }) =>
      `| \`${name}\` | ${required ? '**required**; ' : ''}${escapeBars(kind.accepts)} | ${escapeBars(help)} |`,
  );
  return ['| Column | Takes | Meaning |', '|---|---|---|', ...rows, ''].join('\n');
}

function escapeBars(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** A column as programs see it: in the library, and printed by `columns --json`. */
export interface ColumnInfo {
  readonly name: ColumnName;
  readonly required: boolean;
  /** Its value must never be shown. */
  readonly secret: boolean;
  /** What it takes, as a phrase. */
  readonly accepts: string;
  /** What it means, in one or two sentences. */
  readonly help: string;
  readonly example: string;
  /** The Create User parameter of REST v1 that it sets; null if it is sent another way. */
  readonly parameter: string | null;
  /** JSON Schema of the text of a non-blank cell. */
  readonly schema: { readonly [key: string]: Json };
}

/** The same for programs. */
export function columnList(
  columns: readonly Column<ColumnName>[] = documentedColumns,
): ColumnInfo[] {
  return columns.map(({ name, required, secret, help, example, kind, parameter }) => ({
    name,
    required,
    secret,
    accepts: kind.accepts,
    help,
    example,
    parameter,
    schema: kind.schema,
  }));
}

/** The JSON Schema (2020-12) of a row, an object with the text of each cell; '' is a blank cell. */
export function rowSchema(columns: readonly Column[] = documentedColumns): Json {
  const properties = Object.fromEntries(
    columns.map(({ name, kind, help, example, required }) => [
      name,
      required
        ? { ...kind.schema, description: help, examples: [example] }
        : { description: help, examples: [example], anyOf: [{ const: '' }, kind.schema] },
    ]),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A row of a Files.com bulk import file',
    type: 'object',
    properties,
    required: columns.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: true,
  };
}
