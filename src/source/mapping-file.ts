import { z } from 'zod';
import { nearest } from '../columns/did-you-mean.js';
import { allColumns, columnByName } from '../columns/table.js';
import { printable } from '../columns/printable.js';
import type { Mapping } from './mapping.js';
import { SourceError } from './row.js';

const version = 1;

const header = z.string().min(1);
const forms = '{"header": …, "values": {…}}, {"join": [headers], "separator": …} or {"value": …}';
const from = z.union(
  [
    z.strictObject({ header, values: z.record(z.string(), z.string()).readonly() }),
    z.strictObject({ header }),
    z.strictObject({ join: z.array(header).min(1).readonly(), separator: z.string() }),
    z.strictObject({ value: z.string() }),
  ],
  { error: `it must be {"header": …}, ${forms}` },
);

/** A mapping as it is stored: see docs/mapping.md. */
export const mappingSchema = z.object({
  columns: z.record(z.string(), from).readonly(),
  ignore: z.array(header).readonly(),
});

const shorthand = z.union(
  [
    header.transform((name) => ({ header: name })),
    z.strictObject({ join: z.array(header).min(1), separator: z.string().default(' ') }),
    from,
  ],
  { error: `it must be a header, ${forms}` },
);

const mappingFile = z.strictObject({
  version: z.literal(version, { error: `it must be ${version}` }),
  columns: z.record(z.string(), shorthand),
  ignore: z.array(header).default([]),
});

/** Reads the text of a mapping file, called `name` in messages. Throws SourceError. */
export function parseMapping(text: string, name: string): Mapping {
  const shown = `The mapping file ${printable(name)}`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    // The engine's message may quote the text, and in the wrong file that could be a password.
    const why = cause instanceof Error ? cause.message.replace(/, (?:\.{3})?".*$/s, '') : '';
    throw new SourceError(`${shown} is not JSON: ${printable(why)}.`, { cause });
  }
  const parsed = mappingFile.safeParse(json);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    const at = first?.path.join('.') ?? '';
    throw new SourceError(
      `${shown} is wrong${at === '' ? '' : ` at ${printable(at)}`}: ${printable(first?.message ?? '')}. files-bulk-import map --init writes one to start from.`,
    );
  }
  const { columns, ignore } = parsed.data;
  requireColumns(columns, shown);
  return { columns, ignore };
}

/** Refuses columns that the format does not have, and the text of secret ones: a journal keeps its mapping. */
export function requireColumns(columns: Mapping['columns'], shown: string): void {
  for (const [column, source] of Object.entries(columns)) {
    requireColumn(column);
    if (columnByName.get(column)?.secret === true && ('value' in source || 'values' in source))
      throw new SourceError(
        `${shown} holds the text of ${column}, which is secret. Name the header of the cells that hold it instead.`,
      );
  }
}

/** Refuses a column that the format does not have. */
export function requireColumn(name: string): void {
  if (columnByName.has(name)) return;
  const names = allColumns.map((column) => column.name);
  const meant = nearest(name, names);
  throw new SourceError(
    `The mapping names the column "${printable(name)}", which does not exist. ${
      meant === undefined ? 'files-bulk-import columns --all lists them.' : `Did you mean ${meant}?`
    }`,
  );
}
