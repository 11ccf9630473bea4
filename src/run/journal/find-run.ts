import { resolve } from 'node:path';
import type { Mapping } from '../../source/mapping.js';
import type { Fingerprint, Source } from '../../source/open.js';
import { samePath } from '../../source/same-path.js';
import type { BoundOptions } from './format.js';
import { flagName } from '../flag-name.js';
import type { PlanRequest } from '../request.js';
import type { AnyRun, StoredAction, StoredRun } from './store.js';
import { undoState } from '../undo/journal.js';

/** The file or the options differ from those with which the run began (exit 2). */
export class RunChangedError extends Error {
  override name = 'RunChangedError';
}

/** This file's run on this site, if it may be resumed as requested. */
export async function findRun(
  request: PlanRequest,
  fingerprint: Fingerprint,
): Promise<StoredRun | undefined> {
  const { store, siteId, options } = request;
  const stored = await runOfFile(request, fingerprint, (isIts) =>
    store.find(({ site, file }) => site === siteId && isIts(file)),
  );
  if (!stored) return undefined;
  await refuseUndone(stored);
  refuseOtherOptions(stored, options);
  return stored;
}

type Header = StoredRun['header'] | StoredAction['header'];

/** Standard input that nobody gave is no file without a header, but lacks the run's bytes. */
export function requireBytes({
  source: { path, size },
  resumes,
}: {
  source: Source;
  resumes: Header | undefined;
}): void {
  if (resumes && path === null && size === 0) throw fileChanged(resumes);
}

/**
 * The file's run among those of one kind; `latest` returns the last whose file matches. Rejects with
 * RunChangedError if the file has changed since an unfinished run of it, or has another run than the one to
 * be resumed.
 */
export async function runOfFile<Run extends AnyRun>(
  {
    source: { path },
    resumes,
    restart,
  }: { source: Source; resumes: Header | undefined; restart: boolean },
  { sha256 }: Fingerprint,
  latest: (isIts: (file: Header['file']) => boolean) => Promise<Run | undefined>,
): Promise<Run | undefined> {
  if (resumes && resumes.file.sha256 !== sha256) throw fileChanged(resumes);
  if (restart) return undefined;
  const stored = await latest((file) => file.sha256 === sha256);
  if (stored) {
    const { id } = stored.header;
    if (!resumes || resumes.id === id) return stored;
    // Of several runs of one file on one site, the latest counts.
    throw new RunChangedError(`Run ${resumes.id} was started over as run ${id}: resume that one.`);
  }
  const before = await latest(
    (file) => path !== null && file.path !== null && samePath(file.path, path),
  );
  if (before && !before.progress.ended && (await undoState(before)) === 'none')
    throw fileChanged(before.header);
  return undefined;
}

/** The runs that were not started over: of one file, site and purpose only the last counts. Oldest first. */
export function runsThatHold(runs: readonly AnyRun[]): Set<AnyRun> {
  const lasts = new Map<string, AnyRun>();
  for (const run of runs) {
    const { kind, header } = run;
    const purpose = kind === 'users' ? header.action : kind;
    lasts.set(JSON.stringify([purpose, header.site, header.file.sha256]), run);
  }
  return new Set(lasts.values());
}

/** Resumes a run, with its failed rows if it has ended and is to be resumed. undefined: it stays ended. */
export function reopened(
  { progress }: AnyRun,
  resumes: Header | undefined,
): { readonly retry: boolean } | undefined {
  const retry = progress.ended;
  if (retry && !(resumes && progress.failures.length > 0)) return undefined;
  progress.reopen(retry);
  return { retry };
}

/** What a run is bound to in its file. */
export function boundFile({ name, path }: Source, { sha256 }: Fingerprint): Header['file'] {
  return { name, path: path && resolve(path), sha256 };
}

function fileChanged(header: Header): RunChangedError {
  const { id, file } = header;
  const run = header.type === 'users' ? `${id} (users ${header.action})` : id;
  return new RunChangedError(
    `${file.name} has changed since run ${run} of it began (its SHA-256 was ${file.sha256.slice(0, 12)}…). ` +
      `${file.path === null ? 'Give the same bytes again' : 'Restore the file'} to continue, or start over with --restart.`,
  );
}

async function refuseUndone(stored: StoredRun): Promise<void> {
  const state = await undoState(stored);
  if (state === 'none') return;
  const { id } = stored.header;
  throw new RunChangedError(
    state === 'undone'
      ? `Run ${id} of this file was undone. To create its users again, import the file with --restart.`
      : `The undo of run ${id} of this file is not finished. Finish it with files-bulk-import undo ${id}, or start over with --restart.`,
  );
}

function refuseOtherOptions({ header }: StoredRun, options: BoundOptions): void {
  const changed = changedOptions(header.options, options);
  if (changed.length === 0) return;
  throw new RunChangedError(
    `This file has run ${header.id} on this site, begun with other options: ${changed.join('; ')}. ` +
      'Give the same options again, or start over with --restart.',
  );
}

/** Which options differ, and how; each is named by its flag. */
export function changedOptions(before: BoundOptions, now: BoundOptions): string[] {
  const then = flagsOf(before);
  const given = flagsOf(now);
  return [
    ...Object.keys({ ...then, ...given }).flatMap((flag) =>
      changeOf(flag, then[flag] ?? false, given[flag] ?? false),
    ),
    ...changedMapping(before.read?.mapping, now.read?.mapping),
  ];
}

/** The flags for these options, each with its value; true: it takes none. */
function flagsOf({
  read: { mapping, ...read } = {},
  createFolders,
  ...options
}: BoundOptions): Record<string, string | boolean | undefined> {
  const all = { ...read, ...options, noCreateFolders: !createFolders, map: mapping !== undefined };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [flagName(name), value]));
}

function changeOf(flag: string, before: string | boolean, now: string | boolean): string[] {
  const value = (given: string | boolean): string => (given === true ? '' : ` ${given}`);
  if (before === now) return [];
  if (before === false) return [`${flag} was not given and is now${value(now)}`];
  if (now === false) return [`${flag}${value(before)} was given and is not now`];
  return [`${flag} was ${before} and is now ${now}`];
}

/** Mappings are compared column by column. */
function changedMapping(before: Mapping | undefined, now: Mapping | undefined): string[] {
  if (!before || !now) return [];
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  const others = Object.keys({ ...before.columns, ...now.columns }).filter((name) =>
    differs(before.columns[name], now.columns[name]),
  );
  return [
    ...(others.length > 0 ? [`--map differs for ${others.join(', ')}`] : []),
    ...(differs(before.ignore, now.ignore) ? ['--map ignores other headers'] : []),
  ];
}
