import { RunStore, type StoredRun } from '../../run/store.js';
import { undoState } from '../../run/undo-journal.js';
import type { SiteFlags } from '../connection.js';
import { UsageError, type ExitCode } from '../exit.js';
import type { Io } from '../io.js';
import { lockOwner } from '../lock-owner.js';
import { stateDirectory } from '../state-directory.js';
import { requireSite, siteOfRun, withConnection } from '../with-connection.js';
import { ImportCommand } from './import.js';
import type { ReportFlags } from '../issue-report.js';

export interface ResumeFlags extends SiteFlags, ReportFlags {
  readonly yes?: boolean;
}

/** Goes on with a run, on the site and with the options that it was begun with. */
export async function resume(
  id: string | undefined,
  flags: ResumeFlags,
  io: Io,
  version: string,
): Promise<ExitCode> {
  const directory = stateDirectory(flags.stateDir, io.env, process.platform);
  const { header } = await findRun(new RunStore(directory, lockOwner), id);
  const { path } = header.file;
  if (path === null)
    throw new UsageError(
      `Run ${header.id} came from standard input. Give the same bytes again: files-bulk-import import - --yes, with the same options.`,
    );
  const site = siteOfRun(header, flags);
  return withConnection({ ...flags, ...site }, io, version, (connection, interrupt, progress) => {
    requireSite(header, connection);
    const command = new ImportCommand(flags, io, version, connection, interrupt, progress);
    return command.run(path, header.options, { restart: false, resumes: header });
  });
}

async function findRun(store: RunStore, id: string | undefined): Promise<StoredRun> {
  if (id === undefined) {
    const open: StoredRun[] = [];
    for (const run of (await store.list()).runs) {
      const { ended, failures } = run.progress;
      if ((!ended || failures.length > 0) && (await undoState(run)) === 'none') open.push(run);
    }
    const latest = open.findLast(({ progress }) => !progress.ended) ?? open.at(-1);
    if (!latest) throw new UsageError('There is no run to go on with: all have ended.');
    return latest;
  }
  return requireRun(store, id);
}

export async function requireRun(store: RunStore, id: string): Promise<StoredRun> {
  const run = await store.get(id);
  if (!run) throw new UsageError(`There is no run "${id}". files-bulk-import runs lists them.`);
  return run;
}
