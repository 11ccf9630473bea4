import { runsIn } from '../../library/this-process.js';
import { doneTexts } from '../../report/action-text.js';
import { count } from '../../report/count.js';
import { printable } from '../../columns/printable.js';
import { runsThatHold } from '../../run/journal/find-run.js';
import type { AnyRun } from '../../run/journal/store.js';
import { undoState } from '../../run/undo/journal.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { write, writeJson, type CommonFlags, type Io } from '../io.js';
import { stateDirectory } from '../state-directory.js';
import { wrapped } from '../wrapped.js';

export interface RunsFlags extends CommonFlags {
  readonly json?: boolean;
  readonly stateDir?: string;
}

/** Lists runs, oldest first; reads every journal whole. */
export async function runs(flags: RunsFlags, io: Io): Promise<ExitCode> {
  const directory = stateDirectory(flags, io);
  const stored = await runsIn(directory).list();
  const holding = runsThatHold(stored.runs);
  const described = await Promise.all(stored.runs.map((run) => describe(run, holding.has(run))));
  if (flags.json) {
    await writeJson(io, { version: 1, runs: described, unreadable: stored.unreadable });
    return exitCodes.ok;
  }
  if (described.length + stored.unreadable.length === 0 && !flags.quiet)
    await write(io.stderr, `There are no runs in ${printable(directory)}.\n`);
  for (const run of described)
    await write(io.stdout, await wrapped(renderRun(run), io.stdout, io.env));
  for (const { id, message } of stored.unreadable)
    await write(io.stderr, `${id}  unreadable  ${printable(message)}\n`);
  return exitCodes.ok;
}

type Described = Awaited<ReturnType<typeof describe>>;

async function describe(run: AnyRun, holds: boolean) {
  const { header, progress, journalPath } = run;
  const undo = await undoState(run);
  const own = progress.ended ? 'ended' : holds ? 'unfinished' : 'started over';
  const state = undo === 'none' ? own : undo === 'begun' ? 'undo begun' : undo;
  return {
    run: header.id,
    state,
    startedAt: header.startedAt,
    file: header.file.name,
    site: header.site,
    ...whatOf(run),
    journal: journalPath,
  };
}

/** What kind of run it is, and how its rows ended. */
function whatOf(run: AnyRun) {
  if (run.kind === 'import') {
    const { tally, incomplete } = run.progress;
    return { kind: run.kind, ...tally, incomplete };
  }
  const { 'in-doubt': inDoubt, ...tally } = run.progress.tally;
  return { kind: run.kind, action: run.header.action, ...tally, inDoubt };
}

function renderRun(run: Described): string {
  const [first, ...others] = countsOf(run);
  const what = [first, ...others.flatMap(([n, name]) => (n > 0 ? [`${n} ${name}`] : []))].join(
    ', ',
  );
  const place = `${printable(run.file)} on ${printable(run.site)}`;
  return `${run.run}  ${run.state.padEnd(12)}  ${what}  ${place}\n`;
}

function countsOf(run: Described): readonly [string, ...(readonly [number, string])[]] {
  if (run.kind === 'users')
    return [
      `${count(run.done, 'user')} ${doneTexts[run.action]}`,
      [run.missing, 'not found'],
      [run.inDoubt, 'in doubt'],
      [run.failed, 'failed'],
    ];
  return [
    count(run.created, 'user created', 'users created'),
    [run.incomplete, 'in part'],
    [run.updated, 'updated'],
    [run.completed, 'completed'],
    [run.failed + run.conflict, 'failed'],
  ];
}
