import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LockedError, takeLock } from '../../src/run/journal/lock.js';
import { lockOwner } from '../../src/library/this-process.js';
import { makeDirectory } from '../directory.js';

let directory = '';

beforeEach(async () => {
  directory = await makeDirectory();
});

const path = (): string => join(directory, 'run.lock');

/** The id of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0']);
  await new Promise((resolve) => child.on('close', resolve));
  return child.pid ?? 0;
}

describe('lock', () => {
  it('is held by one at a time, and can be taken again once released', async () => {
    const lock = await takeLock(path(), lockOwner);
    // The holder may be another task of this server, which nobody should be told to end.
    const already = new LockedError(
      'This process is already working on this run. Wait until it has ended, and try again.',
    );
    await expect(takeLock(path(), lockOwner)).rejects.toThrow(already);
    await lock.release();
    await (await takeLock(path(), lockOwner)).release();
    expect(await readdir(directory)).toEqual(['run.lock.2']);
  });

  it('of one run does not count for another', async () => {
    const other = join(directory, 'own.lock');
    await takeLock(other, lockOwner);
    // Its number is higher.
    await writeFile(`${path()}.7`, '');
    await expect(takeLock(other, lockOwner)).rejects.toThrow(LockedError);
    await (await takeLock(path(), lockOwner)).release();
    expect((await readdir(directory)).sort()).toEqual(['own.lock.1', 'run.lock.8']);
  });

  it.runIf(process.platform === 'linux')('tells when its process started', async () => {
    await takeLock(path(), lockOwner);
    const stat = await readFile(`/proc/${process.pid}/stat`, 'utf8');
    // The 22nd field; the second, a name in parentheses, may contain spaces.
    const born = /^.*\) (?:\S+ ){19}(\d+) /.exec(stat)?.[1];
    expect(JSON.parse(await readFile(`${path()}.1`, 'utf8'))).toMatchObject({ born });
  });

  it('ignores an error when it is released', async () => {
    const lock = await takeLock(path(), lockOwner);
    await rm(directory, { recursive: true });
    await expect(lock.release()).resolves.toBeUndefined();
    await mkdir(directory);
  });

  it('of a dead process is taken over at once', async () => {
    await writeFile(
      `${path()}.1`,
      JSON.stringify({ pid: await deadPid(), host: hostname(), born: null }),
    );
    await (await takeLock(path(), lockOwner)).release();
  });

  // The start time of a process is only known on Linux.
  it.runIf(process.platform === 'linux')(
    'of a process whose id has been reused is taken over',
    async () => {
      const holder = { pid: process.pid, host: hostname(), born: '1' };
      await writeFile(`${path()}.1`, JSON.stringify(holder));
      await (await takeLock(path(), lockOwner)).release();
    },
  );

  it.runIf(process.platform === 'linux')('of a zombie is taken over', async () => {
    // `sleep` replaces the shell, and never reaps the shell's child.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
    try {
      const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
      const stat = async (of = pid): Promise<string[]> =>
        (await readFile(`/proc/${of}/stat`, 'utf8')).split(' ');
      const patient = { timeout: 10_000 };
      await vi.waitUntil(async () => (await stat(parent.pid))[1] === '(sleep)', patient);
      process.kill(pid, 'SIGKILL');
      await vi.waitUntil(async () => (await stat())[2] === 'Z', patient);
      const born = (await stat())[21];
      await writeFile(`${path()}.1`, JSON.stringify({ pid, host: hostname(), born }));
      await (await takeLock(path(), lockOwner)).release();
    } finally {
      parent.kill();
    }
  });

  it('of another machine is respected, and the message says how to remove it', async () => {
    await writeFile(`${path()}.1`, JSON.stringify({ pid: 1, host: 'elsewhere', born: null }));
    await expect(takeLock(path(), lockOwner)).rejects.toThrow(/elsewhere.*remove/s);
  });

  it('of a process that may be another program is respected, and the message says how to remove it', async () => {
    const lock = { pid: process.ppid, host: hostname(), born: null };
    await writeFile(`${path()}.1`, JSON.stringify(lock));
    await expect(takeLock(path(), lockOwner)).rejects.toThrow(/another program.*remove the files/);
  });

  it('is refused if others took it while its dead holder was checked', async () => {
    await writeFile(
      `${path()}.1`,
      JSON.stringify({ pid: await deadPid(), host: hostname(), born: null }),
    );
    const holder = { pid: process.pid, host: hostname(), born: null };
    const slow = takeLock(path(), {
      pid: process.pid,
      // Others take it while this one finds out that the holder is dead.
      isAlive: (pid) => {
        if (pid === process.pid) return true;
        writeFileSync(`${path()}.3`, JSON.stringify(holder));
        rmSync(`${path()}.1`);
        return false;
      },
    });
    await expect(slow).rejects.toThrow(LockedError);
    expect(await readdir(directory)).toEqual(['run.lock.3']);
  });

  it('that is stale is taken over by only one of many', async () => {
    await writeFile(
      `${path()}.1`,
      JSON.stringify({ pid: await deadPid(), host: hostname(), born: null }),
    );
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => takeLock(path(), lockOwner)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const others = tries.flatMap((each) =>
      each.status === 'rejected' ? [each.reason as unknown] : [],
    );
    for (const error of others) expect(error).toBeInstanceOf(LockedError);
  });
});
