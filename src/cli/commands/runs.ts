import { count } from '../../report/count.js';
import { printable } from '../../report/printable.js';
import { RunStore, type StoredRun } from '../../run/store.js';
import { undoState } from '../../run/undo-journal.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { write, type CommonFlags, type Io } from '../io.js';
import { lockOwner } from '../lock-owner.js';
import { stateDirectory } from '../state-directory.js';

export interface RunsFlags extends CommonFlags {
  readonly json?: boolean;
  readonly stateDir?: string;
}

/** Lists runs, oldest first; reads every journal whole. */
export async function runs(flags: RunsFlags, io: Io): Promise<ExitCode> {
  const directory = stateDirectory(flags.stateDir, io.env, process.platform);
  const stored = await new RunStore(directory, lockOwner).list();
  const described = await Promise.all(stored.runs.map(describe));
  if (flags.json === true) {
    const result = { version: 1, runs: described, unreadable: stored.unreadable };
    await write(io.stdout, `${JSON.stringify(result, null, 2)}\n`);
    return exitCodes.ok;
  }
  if (described.length === 0) await write(io.stderr, `There are no runs in ${directory}.\n`);
  for (const run of described) await write(io.stdout, renderRun(run));
  for (const { id, message } of stored.unreadable)
    await write(io.stderr, `${id}  unreadable  ${printable(message)}\n`);
  return exitCodes.ok;
}

type Described = Awaited<ReturnType<typeof describe>>;

async function describe(run: StoredRun) {
  const { header, progress, journalPath } = run;
  const undo = await undoState(run);
  const state =
    undo === 'begun'
      ? 'undo begun'
      : undo === 'undone'
        ? undo
        : progress.ended
          ? 'ended'
          : 'unfinished';
  return {
    run: header.id,
    state,
    startedAt: header.startedAt,
    file: header.file.name,
    site: header.site,
    ...progress.tally,
    journal: journalPath,
  };
}

function renderRun(run: Described): string {
  const { created, updated, completed } = run;
  const failed = run.failed + run.conflict;
  const what = [
    count(created, 'user created', 'users created'),
    ...(updated > 0 ? [`${updated} updated`] : []),
    ...(completed > 0 ? [`${completed} completed`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join(', ');
  const place = `${printable(run.file)} → ${printable(run.site)}`;
  return `${run.run}  ${run.state.padEnd(10)}  ${what}  ${place}\n`;
}
