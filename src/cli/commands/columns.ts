import { columnList, legend, markdownTable, rowSchema } from '../../columns/legend.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { write, type CommonFlags, type Io } from '../io.js';

export interface ColumnsFlags extends CommonFlags {
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly jsonSchema?: boolean;
}

/** Every column and its rule, in the form that is asked for. */
export async function listColumns(flags: ColumnsFlags, io: Io): Promise<ExitCode> {
  await write(io.stdout, render(flags));
  return exitCodes.ok;
}

function render({ markdown, json, jsonSchema }: ColumnsFlags): string {
  if (jsonSchema === true) return `${JSON.stringify(rowSchema(), null, 2)}\n`;
  if (json === true) return `${JSON.stringify({ version: 1, columns: columnList() }, null, 2)}\n`;
  return markdown === true ? markdownTable() : legend();
}
