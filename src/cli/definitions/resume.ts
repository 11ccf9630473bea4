import type { ResumeFlags } from '../commands/resume.js';
import type { Define } from '../definition.js';
import { maxOption, reportOption, withCommonFlags, withSiteFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withSiteFlags(
    withCommonFlags(command, [
      'files-bulk-import resume',
      'files-bulk-import resume 20270314-093012-a1b2c3 --yes',
    ]),
  )
    .argument(
      '[run]',
      'the run, as `runs` lists it (default: the latest unfinished one, else the latest with failed rows)',
    )
    .option('--json', 'print one JSON document')
    .option('--yes', 'do not ask for confirmation')
    .addOption(maxOption())
    .addOption(reportOption())
    .action(async (run: string | undefined, flags: ResumeFlags) => {
      const { resume } = await import('../commands/resume.js');
      exit(await resume(run, flags, io));
    });
};
