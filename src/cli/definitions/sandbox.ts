import type { SandboxFlags } from '../commands/sandbox.js';
import type { Define } from '../definition.js';
import { withCommonFlags } from '../flags.js';
import { positiveNumber, wholeNumber } from '../numbers.js';

export const define: Define = (command, { io, exit }) => {
  withCommonFlags(command, [
    'files-bulk-import sandbox --port 4000',
    'files-bulk-import sandbox --state site.json --rate-limit 20 --latency 100',
    'files-bulk-import sandbox --faults lost-after=0.05,bad-gateway=0.1',
  ])
    .option('--port <number>', 'the port on 127.0.0.1', wholeNumber('--port', 0, 65_535), 4000)
    .option('--state <file>', 'keep the site in this file')
    .option(
      '--rate-limit <n>',
      'requests per second; it answers 429 to any more',
      positiveNumber('--rate-limit'),
    )
    .option('--latency <ms>', 'milliseconds added to every reply', wholeNumber('--latency', 0))
    .option('--faults <list>', 'faults and how often they occur, such as lost-after=0.05')
    .action(async (flags: SandboxFlags) => {
      const { sandbox } = await import('../commands/sandbox.js');
      exit(await sandbox(flags, io));
    });
};
