import { runsIn } from '../../library/this-process.js';
import { count } from '../../report/count.js';
import { failedRows } from '../../run/account.js';
import { runsThatHold } from '../../run/journal/find-run.js';
import type { AnyRun } from '../../run/journal/store.js';
import { undoState } from '../../run/undo/journal.js';
import type { SiteFlags } from '../connection.js';
import { UsageError, type ExitCode } from '../exit.js';
import type { Io } from '../io.js';
import { stateDirectory } from '../state-directory.js';
import { requireRun, withSiteOfRun } from '../with-connection.js';
import { ImportCommand } from './import.js';
import type { ReportFlags } from '../issue-report.js';

export interface ResumeFlags extends SiteFlags, ReportFlags {
  readonly yes?: boolean;
  readonly max?: number;
}

/** Continues a run, on its site and with its options. */
export async function resume(
  id: string | undefined,
  flags: ResumeFlags,
  io: Io,
): Promise<ExitCode> {
  const directory = stateDirectory(flags, io);
  const run = await (id === undefined ? latestRun(directory) : requireRun(runsIn(directory), id));
  const { kind, header } = run;
  const path = header.file.path ?? '-';
  if (path === '-' && (id === undefined || !flags.yes))
    throw new UsageError(
      `Run ${header.id} came from standard input. Give the same bytes again to: files-bulk-import resume ${header.id} --yes`,
    );
  if (kind === 'import' && flags.max !== undefined)
    throw new UsageError(`Run ${header.id} is an import: leave out --max, which is for users.`);
  if (kind === 'users' && flags.report !== undefined)
    throw new UsageError(
      `Run ${header.id} was users ${run.header.action}, which has no report: leave out --report; --json prints its account.`,
    );
  return withSiteOfRun(header, flags, io, async (session) => {
    if (run.kind === 'import') {
      return new ImportCommand(flags, session).run(path, run.header.options, {
        resumes: run.header,
      });
    }
    const { ActionCommand } = await import('./users.js');
    const { action, read = {} } = run.header;
    return new ActionCommand(flags, session).run(action, path, read, run.header);
  });
}

async function latestRun(directory: string): Promise<AnyRun> {
  const { runs, unreadable } = await runsIn(directory).list();
  if (runs.length + unreadable.length === 0)
    throw new UsageError(`There are no runs in ${directory}.`);
  const open: AnyRun[] = [];
  for (const run of runsThatHold(runs)) {
    if ((!run.progress.ended || failedRows(run) > 0) && (await undoState(run)) === 'none')
      open.push(run);
  }
  const latest = open.findLast(({ progress }) => !progress.ended) ?? open.at(-1);
  if (!latest) {
    const why =
      unreadable.length === 0
        ? ': each has ended, or its undo has begun.'
        : `. Of ${count(unreadable.length, 'run')} the journal cannot be read: files-bulk-import runs says why.`;
    throw new UsageError(`There is no run to resume${why}`);
  }
  return latest;
}
