import { randomBytes } from 'node:crypto';
import { link, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { parseJson } from '../../columns/json.js';
import { hasErrorCode, isCreated } from '../../source/error-code.js';

/** Another process, or another task of this one, is working on the same run (exit 2). */
export class LockedError extends Error {
  override name = 'LockedError';
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /**
   * When the process started, according to the system: distinguishes it from a later one with the same id.
   */
  readonly born: string | null;
}

/** The process that takes locks, and how it checks on others; provided by the command line. */
export interface LockOwner {
  readonly pid: number;
  /** Whether a process with that id runs on this machine. */
  isAlive(pid: number): boolean;
}

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock at `path`, at once if its holder is dead. Rejects with LockedError if the holder is alive,
 * or on another machine, where that cannot be checked. Each holder has a numbered file, `path.1`, `path.2`,
 * …; the highest number counts, and is never removed. So only one process can get the next number, however
 * many find the holder dead at the same moment: a hard link can be created only once. Lower numbers are
 * removed, so a process that looked at the holder long ago may still create one of them, and has to look
 * again.
 */
export async function takeLock(path: string, owner: LockOwner): Promise<Lock> {
  const mine = `${path}-${owner.pid}-${randomBytes(4).toString('hex')}`;
  const holder: Holder = { pid: owner.pid, host: hostname(), born: await birthOf(owner.pid) };
  await writeFile(mine, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
  try {
    for (;;) {
      const latest = await latestNumber(path);
      if (latest > 0) await refuseLiving(await read(`${path}.${latest}`), path, owner);
      const own = latest + 1;
      if (!(await isCreated(link(mine, `${path}.${own}`)))) continue;
      if ((await latestNumber(path)) > own) {
        await rm(`${path}.${own}`, { force: true });
        continue;
      }
      await removeBelow(path, own);
      return { release: () => release(`${path}.${own}`) };
    }
  } finally {
    await rm(mine, { force: true });
  }
}

/**
 * The number stays taken; an empty file means that nobody holds it, and needs no disk space. Failing here
 * does not affect what was done under the lock: a process that has ended holds none.
 */
async function release(held: string): Promise<void> {
  try {
    await truncate(held);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
}

async function latestNumber(path: string): Promise<number> {
  return Math.max(0, ...(await numbers(path)));
}

async function numbers(path: string): Promise<number[]> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path));
  return names.flatMap((name) => {
    const number = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return /^\d+$/.test(number) ? [Number(number)] : [];
  });
}

async function removeBelow(path: string, number: number): Promise<void> {
  const old = (await numbers(path)).filter((other) => other < number);
  for (const other of old) await rm(`${path}.${other}`, { force: true });
}

async function refuseLiving(
  text: string | undefined,
  path: string,
  owner: LockOwner,
): Promise<void> {
  // Written only by takeLock; anything else does not parse or names no running process.
  const holder = parseJson(text ?? '') as Holder | undefined;
  if (!holder) return;
  if (holder.host !== hostname()) {
    throw new LockedError(
      `Process ${holder.pid} on ${holder.host} holds the lock of this run. Whether it is still running cannot be seen from here. ` +
        `If it is not, remove the files ${path}.* and try again.`,
    );
  }
  if (!owner.isAlive(holder.pid)) return;
  // If the system tells, it must be the same process, and not a zombie.
  if (holder.born !== null && holder.born !== (await birthOf(holder.pid))) return;
  if (holder.pid === owner.pid)
    throw new LockedError(
      'This process is already working on this run. Wait until it has ended, and try again.',
    );
  // Without a birth, it may be a later process with the same id, which nobody should be told to end.
  throw new LockedError(
    holder.born === null
      ? `Process ${holder.pid} is working on this run, or is another program that has got its number since. If it is this one, wait for it, or end it; if not, remove the files ${path}.*. Then try again.`
      : `Process ${holder.pid} is working on this run. Wait for it, or end it, and try again.`,
  );
}

/**
 * The 22nd field of Linux's /proc/PID/stat, counted after the name, which may contain spaces. A dead
 * process whose parent has not collected it yet (`Z`, `X`) has none.
 */
async function birthOf(pid: number): Promise<string | null> {
  const stat = await read(`/proc/${pid}/stat`);
  const [state = '', ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return /^[ZX]/i.test(state) ? null : (fields[18] ?? null);
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
