import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';

/** Another process works on the same run (exit 2). */
export class LockedError extends Error {
  override name = 'LockedError';
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system counts it: tells a process from a later one with its id. */
  readonly born: string | null;
}

/** The process that takes locks, and how it finds out about others: given by the command line. */
export interface LockOwner {
  readonly pid: number;
  /** Whether a process of that id runs on this machine. */
  isAlive(pid: number): boolean;
}

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock at `path`, at once when its holder is dead. Rejects with LockedError when it is
 * alive, or on another machine, where nothing can be known of it.
 */
export async function takeLock(path: string, owner: LockOwner): Promise<Lock> {
  const mine = `${path}.${owner.pid}.${randomBytes(4).toString('hex')}`;
  const content = JSON.stringify({
    pid: owner.pid,
    host: hostname(),
    born: await birthOf(owner.pid),
  } satisfies Holder);
  await writeFile(mine, content, { mode: 0o600, flag: 'wx' });
  try {
    // Each turn either takes the lock, finds a living holder, or removes one dead holder's file.
    while (!(await tryLink(mine, path))) await removeStale(path, mine, owner);
  } finally {
    await rm(mine, { force: true });
  }
  return {
    release: async () => {
      if ((await read(path)) === content) await rm(path, { force: true });
    },
  };
}

/** A hard link is made for one process only, however many try at the same moment. */
async function tryLink(mine: string, path: string): Promise<boolean> {
  try {
    await link(mine, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(path: string, mine: string, owner: LockOwner): Promise<void> {
  const seen = await read(path);
  if (seen === undefined) return;
  await refuseLiving(seen, path, owner);
  // Moved aside before it is removed: if another process took the lock over in between, what was
  // moved is that process's file, and it is put back.
  const aside = `${mine}.stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await read(aside)) !== seen) await tryLink(aside, path);
  await rm(aside, { force: true });
}

async function refuseLiving(text: string, path: string, owner: LockOwner): Promise<void> {
  const holder = parseHolder(text);
  if (!holder) return;
  if (holder.host !== hostname()) {
    throw new LockedError(
      `Process ${holder.pid} on ${holder.host} holds the lock of this run, and from here it cannot be seen whether it is alive. ` +
        `If it is not, remove ${path} and try again.`,
    );
  }
  if (!owner.isAlive(holder.pid)) return;
  if (holder.born !== null && holder.born !== (await birthOf(holder.pid))) return;
  throw new LockedError(
    `Process ${holder.pid} is working on this run. Wait for it, or end it, and try again.`,
  );
}

function parseHolder(text: string): Holder | undefined {
  try {
    // Written by takeLock alone; anything else does not parse or has no such process.
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

/** The 22nd field of Linux's /proc/PID/stat, counted behind the name, which may hold spaces. */
async function birthOf(pid: number): Promise<string | null> {
  const stat = await read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
