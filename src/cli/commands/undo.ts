import { runsIn } from '../../library/this-process.js';
import { stopJson, whyStopped } from '../../report/why-stopped.js';
import { renderUndoAccount, renderUndoPlan } from '../../report/undo-text.js';
import type { RunStore, StoredRun } from '../../run/journal/store.js';
import { planUndo } from '../../run/undo/plan.js';
import { undoRun, type UndoAccount } from '../../run/undo/undo.js';
import { confirm, seesPlan } from '../confirm.js';
import type { SiteFlags } from '../connection.js';
import { exitCodes, UsageError, type ExitCode } from '../exit.js';
import { codeOfStop } from '../import-result.js';
import { isSilent, styleFor, write, writeJson, type Io } from '../io.js';
import { shellQuote } from '../shell-quote.js';
import { stateDirectory } from '../state-directory.js';
import { requireApiKey, requireRun, withSiteOfRun, type Session } from '../with-connection.js';
import { printable } from '../../columns/printable.js';

export interface UndoFlags extends SiteFlags {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly includeAdopted?: boolean;
  readonly evenIfUsed?: boolean;
}

/** Deletes what a run created: shows it, asks, and checks each user again before. */
export async function undo(id: string, flags: UndoFlags, io: Io): Promise<ExitCode> {
  const store = runsIn(stateDirectory(flags, io));
  const { header } = await requireImport(store, id);
  return withSiteOfRun(header, flags, io, async (session) => {
    requireApiKey(session.connection, 'undo');
    const lock = await store.lock(header.file.sha256, header.site);
    try {
      return await perform(await requireImport(store, id), flags, session);
    } finally {
      await lock.release();
    }
  });
}

/** Changes to existing users cannot be undone: their previous state is not known. */
async function requireImport(store: RunStore, id: string): Promise<StoredRun> {
  const run = await requireRun(store, id);
  if (run.kind === 'import') return run;
  const { action, file } = run.header;
  const opposite = { disable: 'enable', enable: 'disable' } as const;
  const instead =
    action === 'disable' || action === 'enable'
      ? ` To ${opposite[action]} those users: files-bulk-import users ${opposite[action]} ${shellQuote(file.path ?? '-')}`
      : '';
  throw new UsageError(
    `Run ${id} was users ${action}, and only an import can be undone.${instead}`,
  );
}

async function perform(run: StoredRun, flags: UndoFlags, session: Session): Promise<ExitCode> {
  const { io, interrupt, progress, work } = session;
  progress.step('Looking at the users of the run');
  const plan = await planUndo(run, work.site, {
    includeAdopted: flags.includeAdopted === true,
    evenIfUsed: flags.evenIfUsed === true,
  });
  progress.stop();
  const style = await styleFor(io.stderr, io.env, flags);
  if (seesPlan(flags)) await write(io.stderr, renderUndoPlan(run.header.id, plan, style));
  const { id, site } = run.header;
  const tell = ({ stop, ...done }: Omit<UndoAccount, 'journal'> & { journal: string | null }) =>
    writeJson(io, { version: 1, run: id, site, ...done, ...stopJson(stop) });
  if (plan.delete.length > 0 && !(await confirm('Delete them? [y/N] ', flags, session))) {
    await write(io.stderr, 'Nothing was deleted.\n');
    const { gone, left, updated } = plan;
    const stop = { reason: 'interrupted' } as const;
    if (flags.json) await tell({ deleted: 0, gone, left, updated, stop, journal: null });
    return exitCodes.interrupted;
  }
  interrupt.finishGently();
  let done = 0;
  const account = await undoRun(run, plan, {
    ...work,
    onDeleted: () => progress.advance((done += 1), plan.delete.length, 'user'),
  });
  progress.stop();
  const { stop, left } = account;
  const someLeft = left.length > 0 ? exitCodes.someFailed : exitCodes.ok;
  const code = stop ? codeOfStop[stop.reason] : someLeft;
  if (flags.json) await tell(account);
  else if (!isSilent(flags, code))
    await write(
      io.stdout,
      renderUndoAccount(
        account,
        io.stdout.isTTY && seesPlan(flags) ? plan.left.length : 0,
        await styleFor(io.stdout, io.env, flags),
      ),
    );
  if (stop)
    await write(
      io.stderr,
      `${printable(whyStopped(stop))}\nThe undo is not finished: run the same command again.\n`,
    );
  return code;
}
