import type { MapFlags } from '../commands/map.js';
import type { Define } from '../definition.js';
import { withCommonFlags, withSourceFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withSourceFlags(
    withCommonFlags(command, [
      'files-bulk-import map employees.csv',
      'files-bulk-import map employees.csv --init -o mapping.json',
      'files-bulk-import validate employees.csv --map mapping.json --map "Mail=email"',
    ]),
  )
    .argument('<file>', 'a file of another system, or - for standard input')
    .option('--init', 'write a first mapping, guessed from the headers')
    .option('-o, --output <path>', 'with --init, write to a new file')
    .option('--json', 'print one JSON document')
    .action(async (file: string, flags: MapFlags) => {
      const { map } = await import('../commands/map.js');
      exit(await map(file, flags, io));
    });
};
