import { importOptions } from '../../run/import-options.js';
import type { PlannedRow } from '../../run/plan/planned-row.js';
import { checkOnSite } from '../../run/planning.js';
import { checkContext } from '../../run/reading.js';
import type { PlanRequest } from '../../run/request.js';
import { errorsIn, type RowError } from '../../validate/rejects.js';
import type { ExitCode } from '../exit.js';
import { issueFormat } from '../issue-format.js';
import { issueReport } from '../issue-report.js';
import { write, type Io } from '../io.js';
import { rejectsWriter } from '../rejects.js';
import { withReports } from '../report-files.js';
import { readOptions } from '../source-options.js';
import { stepTexts } from '../step-texts.js';
import { requireRest, withConnection } from '../with-connection.js';
import { verdict, type ValidateFlags } from './validate.js';

/**
 * Checks a file as `validate` does, and against the site as an import would. Reads it twice, with rejects
 * three times. Creates nothing.
 */
export async function validateOnline(
  file: string,
  flags: ValidateFlags,
  io: Io,
): Promise<ExitCode> {
  const format = issueFormat(flags);
  const writeRejects =
    flags.rejects === undefined ? undefined : await rejectsWriter(flags.rejects, io);
  const read = await readOptions(flags);
  const options = importOptions({ ...flags, read });
  return withConnection(flags, io, ({ connection, progress, work }) => {
    if (options.createGroups) requireRest(connection.site, '--create-groups');
    return withReports(file, read, flags, io, async (source, reports) => {
      const report = await issueReport(source.name, format, flags, io);
      const refused = new Map<number, readonly RowError[]>();
      let written = Promise.resolve();
      const request: PlanRequest = {
        ...work,
        source,
        options,
        strict: false,
        resumes: undefined,
        onEvent(event) {
          if (event.type === 'step') progress.step(stepTexts[event.step]);
          if (event.type !== 'issues') return;
          const text = report.add(event.rows);
          written = written.then(() => write(io.stdout, text));
          // Rejects where it is awaited.
          written.catch(() => undefined);
          reports.add(event.rows);
        },
        async onRows(rows) {
          if (writeRejects) for (const row of rows) addRefusal(row, refused);
          await written;
          await reports.failure();
        },
      };
      const { summary, fingerprint } = await checkOnSite(request);
      progress.stop();
      await written;
      await reports.end({ summary, account: null, kept: false });
      await write(io.stdout, report.end(summary));
      await writeRejects?.(source, fingerprint, checkContext(request), summary.invalid, (entry) => [
        ...errorsIn(entry),
        ...(refused.get(entry.line ?? 0) ?? []),
      ]);
      return verdict(summary, flags);
    });
  });
}

function addRefusal(
  { action, line, issues = [] }: PlannedRow,
  refused: Map<number, readonly RowError[]>,
): void {
  if (action !== 'refuse') return;
  refused.set(
    line,
    issues.filter(({ severity }) => severity === 'error'),
  );
}
