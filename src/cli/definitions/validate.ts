import { Option } from 'commander';
import type { ValidateFlags } from '../commands/validate.js';
import type { Define } from '../definition.js';
import { issueFormats } from '../issue-format.js';
import { apiOption, withCommonFlags, withReportFlags, withSourceFlags } from '../flags.js';

export const define: Define = (command, { io, version, exit }) => {
  withSourceFlags(
    withReportFlags(
      withCommonFlags(command, [
        'files-bulk-import validate users.csv',
        'files-bulk-import validate users.csv --json > issues.json',
        'files-bulk-import validate users.csv --rejects',
        'cat users.csv | files-bulk-import validate - --strict',
      ]),
    ),
  )
    .argument('<file>', 'a CSV file, or - for standard input')
    .option('--ndjson', 'print an issue a line as it is found, then a summary line')
    .addOption(
      new Option('--format <format>', 'how issues are printed; github: for its workflows').choices(
        issueFormats,
      ),
    )
    .addOption(apiOption())
    .option('--rejects [path]', 'write the rows with errors to a new file, to be corrected there')
    .action(async (file: string, flags: ValidateFlags) => {
      const { validate } = await import('../commands/validate.js');
      exit(await validate(file, flags, io, version));
    });
};
