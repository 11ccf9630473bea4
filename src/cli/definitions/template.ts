import { Option } from 'commander';
import type { TemplateFlags } from '../commands/template.js';
import type { Define } from '../definition.js';
import { withCommonFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withCommonFlags(command, [
    'files-bulk-import template > users.csv',
    'files-bulk-import template --empty --output users.csv',
    'files-bulk-import template --xlsx --output users.xlsx',
    'files-bulk-import template --legend',
  ])
    .option('--empty', 'only the header')
    .option('--legend', 'the legend instead of the file')
    .addOption(
      new Option('--xlsx', 'a workbook with drop-downs and the legend').conflicts('legend'),
    )
    .option('-o, --output <path>', 'write to a new file, with the legend beside it')
    .action(async (flags: TemplateFlags) => {
      const { template } = await import('../commands/template.js');
      exit(await template(flags, io));
    });
};
