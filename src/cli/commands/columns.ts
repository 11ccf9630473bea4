import { columnList, legend, markdownTable, rowSchema } from '../../columns/derived/legend.js';
import { allColumns, documentedColumns } from '../../columns/table.js';
import { exitCodes, UsageError, type ExitCode } from '../exit.js';
import { write, writeJson, type CommonFlags, type Io } from '../io.js';
import { wrapped } from '../wrapped.js';

export interface ColumnsFlags extends CommonFlags {
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly jsonSchema?: boolean;
  readonly all?: boolean;
}

/** Prints every column and its rule, in the requested form. */
export async function listColumns(flags: ColumnsFlags, io: Io): Promise<ExitCode> {
  const { markdown, json, jsonSchema } = flags;
  if ([markdown, json, jsonSchema].filter(Boolean).length > 1)
    throw new UsageError('Give only one of --markdown, --json and --json-schema.');
  const columns = flags.all ? allColumns : documentedColumns;
  if (jsonSchema) await writeJson(io, rowSchema(columns));
  else if (json) await writeJson(io, { version: 1, columns: columnList(columns) });
  else if (markdown) await write(io.stdout, markdownTable(columns));
  else await write(io.stdout, await wrapped(legend(columns), io.stdout, io.env));
  return exitCodes.ok;
}
