import { resolve } from 'node:path';
import { placeBeside, type FilePlace } from '../source/new-file.js';
import { errorsIn, writeRejects } from '../validate/rejects.js';
import type { Summary } from '../validate/tally.js';
import { accountOf, remainingRows, type RunAccount } from './account.js';
import { execute, type RowTask } from './apply/execute.js';
import { directoryOf, type GroupDirectory, type SiteFacts } from './facts/facts.js';
import { Folders } from './apply/folders.js';
import { intentOf } from './plan/intent.js';
import type { JournalRecord, Problem } from './journal/format.js';
import { NewGroups } from './apply/new-groups.js';
import { Passwords } from './apply/passwords.js';
import type { PlannedImport } from './planning.js';
import { checkContext, readAgain } from './reading.js';
import type { ImportRequest } from './request.js';
import { Journal } from './journal/journal.js';
import { workUntilStopped } from './stop.js';
import type { StoredRun } from './journal/store.js';
import type { Worked } from './work-through.js';

/**
 * Carries out what is left of a run, until it ends or something stops it. In any case, what was done is in
 * the journal. `summary` is that of the file by itself.
 */
export async function carryOut(
  run: StoredRun,
  planned: PlannedImport,
  summary: Summary,
  request: ImportRequest,
): Promise<RunAccount> {
  const { progress } = run;
  const { facts } = planned;
  const earlier =
    progress.passwords === undefined
      ? undefined
      : await Passwords.goOn(facts.settings, progress.passwords);
  const log = await Journal.open<JournalRecord>(run.journalPath, run.validBytes, { progress });
  const passwords = earlier ?? passwordsOf(run, facts, log, request);
  const work = async (): Promise<Worked> => {
    try {
      return await execute(tasks(run, planned, request), {
        ...request,
        log,
        progress,
        folders: foldersOf(request, progress.folders, log),
        groups: groupsOf(request, facts.groups, log),
        passwords,
        directory: directoryOf(facts),
        onRow: (outcome) => request.onEvent({ type: 'row', outcome }),
      });
    } finally {
      await passwords?.close();
    }
  };
  const remaining = (): number => remainingRows(progress.tally, summary.valid);
  const reject = async (): Promise<void> => {
    const path = await rejectsOf(run, planned, request);
    if (path !== undefined) await log.append({ type: 'rejects', path: resolve(path) });
  };
  const stop = await workUntilStopped(log, planned.resumed, work, remaining, request, reject);
  return accountOf(run, summary, stop);
}

/** The legacy API creates a user's home folder with the user, and has no other permissions. */
function foldersOf(
  { site, options }: ImportRequest,
  made: Iterable<string>,
  log: Journal<JournalRecord>,
): Folders | undefined {
  if (site.api === 'legacy' || !options.createFolders) return undefined;
  return new Folders(site, made, (path) => log.note({ type: 'folder', path }));
}

/** The legacy API has no groups. */
function groupsOf(
  request: ImportRequest,
  known: GroupDirectory,
  log: Journal<JournalRecord>,
): NewGroups | undefined {
  const { site } = request;
  if (site.api === 'legacy') return undefined;
  return new NewGroups(site, known, request, ({ name, id }) =>
    log.append({ type: 'group', name, id }),
  );
}

/** For a run that has generated none yet. */
function passwordsOf(
  run: StoredRun,
  { settings }: SiteFacts,
  log: Journal<JournalRecord>,
  request: ImportRequest,
): Passwords | undefined {
  if (!request.options.generatePasswords) return undefined;
  const place = placeOf('passwords', run, request);
  return Passwords.begin(settings, place, (path) =>
    log.append({ type: 'passwords', path: resolve(path) }),
  );
}

async function* tasks(
  { progress }: StoredRun,
  { facts, fingerprint }: PlannedImport,
  request: ImportRequest,
): AsyncGenerator<RowTask> {
  const context = { facts, progress, options: request.options };
  const { entries } = await readAgain(request, fingerprint);
  for await (const batch of entries) {
    for (const { record } of batch) {
      if (!record) continue;
      yield { line: record.line, username: record.username, intent: intentOf(record, context) };
    }
  }
}

/** Beside the file; in the run's own directory if nothing can be written there. */
function placeOf(
  what: 'rejects' | 'passwords',
  run: StoredRun,
  { source: { path }, outputDirectory, onPartial }: ImportRequest,
): FilePlace {
  const place = placeBeside(path, what, ...(path === null ? [outputDirectory] : []), run.directory);
  return onPartial ? { ...place, onPartial } : place;
}

/** The rows that failed, and those with errors in the file. */
async function rejectsOf(
  run: StoredRun,
  { fingerprint }: PlannedImport,
  request: ImportRequest,
): Promise<string | undefined> {
  const problems = new Map<number | null, readonly Problem[]>(
    run.progress.failures.map((failure) => [failure.line, failure.problems]),
  );
  if (problems.size === 0 && !request.options.skipInvalid) return undefined;
  const rejects = await writeRejects(
    request.source.read(fingerprint),
    checkContext(request),
    placeOf('rejects', run, request),
    (entry) => [...errorsIn(entry), ...(problems.get(entry.line) ?? [])],
  );
  return rejects?.path;
}
