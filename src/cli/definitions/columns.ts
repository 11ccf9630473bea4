import type { ColumnsFlags } from '../commands/columns.js';
import type { Define } from '../definition.js';
import { withCommonFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withCommonFlags(command, [
    'files-bulk-import columns',
    'files-bulk-import columns --json-schema > users.schema.json',
  ])
    .option('--all', 'also the columns that the web form does not take')
    .option('--markdown', 'as a Markdown table')
    .option('--json', 'as JSON')
    .option('--json-schema', 'as the JSON Schema of a row')
    .action(async (flags: ColumnsFlags) => {
      const { listColumns } = await import('../commands/columns.js');
      exit(await listColumns(flags, io));
    });
};
