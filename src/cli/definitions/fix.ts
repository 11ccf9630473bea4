import type { FixFlags } from '../commands/fix.js';
import type { Define } from '../definition.js';
import { withCommonFlags, withSourceFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withSourceFlags(
    withCommonFlags(command, [
      'files-bulk-import fix users.csv',
      'files-bulk-import fix users.csv --dry-run',
      'files-bulk-import fix export.xlsx -o users.csv',
      'cat users.csv | files-bulk-import fix - -o - | files-bulk-import validate -',
    ]),
  )
    .argument('<file>', 'a CSV or .xlsx file, or - for standard input')
    .option(
      '-o, --output <path>',
      'the new file, or - for standard output (default: users.fixed.csv)',
    )
    .option('--dry-run', 'show the corrections, write nothing')
    .option('--json', 'print one JSON document')
    .option('--strict', 'exit with 1 if warnings remain')
    .action(async (file: string, flags: FixFlags) => {
      const { fix } = await import('../commands/fix.js');
      exit(await fix(file, flags, io));
    });
};
