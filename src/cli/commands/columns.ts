import { columnList, legend, markdownTable, rowSchema } from '../../columns/derived/legend.js';
import { allColumns, documentedColumns } from '../../columns/table.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { write, type CommonFlags, type Io } from '../io.js';
import { wrapped } from '../wrapped.js';

export interface ColumnsFlags extends CommonFlags {
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly jsonSchema?: boolean;
  readonly all?: boolean;
}

/** Every column and its rule, in the form that is asked for. */
export async function listColumns(flags: ColumnsFlags, io: Io): Promise<ExitCode> {
  await write(io.stdout, await rendered(flags, io));
  return exitCodes.ok;
}

async function rendered(
  { all, markdown, json, jsonSchema }: ColumnsFlags,
  io: Io,
): Promise<string> {
  const columns = all === true ? allColumns : documentedColumns;
  if (jsonSchema === true) return `${JSON.stringify(rowSchema(columns), null, 2)}\n`;
  if (json === true)
    return `${JSON.stringify({ version: 1, columns: columnList(columns) }, null, 2)}\n`;
  if (markdown === true) return markdownTable(columns);
  return wrapped(legend(columns), io.stdout, io.env);
}
