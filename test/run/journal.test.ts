import {
  appendFile,
  open,
  readFile,
  readdir,
  readlink,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Journal, JournalError } from '../../src/run/journal/journal.js';
import type { JournalRecord } from '../../src/run/journal/format.js';
import { Progress, readProgress } from '../../src/run/journal/progress.js';
import { makeDirectory } from '../directory.js';
import { usualOptions } from './importing.js';

let directory = '';

beforeEach(async () => {
  directory = await makeDirectory();
});

afterEach(() => vi.restoreAllMocks());

/** From now on appending to any file fails with ENOSPC. */
async function fillDisk(): Promise<void> {
  const handle = await open(directory);
  const kind = Object.getPrototypeOf(handle) as { appendFile: () => Promise<void> };
  await handle.close();
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
  vi.spyOn(kind, 'appendFile').mockRejectedValue(full);
}

const header: JournalRecord = {
  type: 'run',
  version: 1,
  id: '20270314-093012-a1b2c3',
  startedAt: '2027-03-14T09:30:12.000Z',
  program: 'files-bulk-import 0.0.0',
  file: { name: 'users.csv', path: '/home/ada/users.csv', sha256: 'ab'.repeat(32) },
  site: 'https://acme.files.com/api/rest/v1',
  options: usualOptions,
};

/** The first `upTo` records of a row. */
function story(line: number, upTo: number, ending: 'created' | 'failed'): JournalRecord[] {
  const username = `user${line}`;
  const records: JournalRecord[] = [
    { type: 'start', line, action: 'create', username, from: line, until: line + 30_000 },
    {
      type: 'user',
      line,
      username,
      id: 100 + line,
      createdAt: '2027-03-14T09:30:12Z',
      adopted: false,
    },
    {
      type: 'end',
      line,
      outcome: ending,
      ...(ending === 'failed' && { username, problems: [{ column: null, message: 'No.' }] }),
    },
  ];
  return records.slice(0, upTo);
}

async function written(
  records: readonly JournalRecord[],
  name = 'journal.ndjson',
): Promise<string> {
  const path = join(directory, name);
  const journal = await Journal.open<JournalRecord>(path, 0);
  for (const record of records) journal.note(record);
  await journal.close();
  return path;
}

function view(progress: Progress, lines: number): unknown {
  return {
    tally: progress.tally,
    ended: progress.ended,
    rows: Array.from({ length: lines }, (_, line) => [progress.settled(line), progress.open(line)]),
    failures: progress.failures,
  };
}

describe('journal', () => {
  it('is read back as it was written, in whatever order rows progress', async () => {
    const rows = fc.array(fc.record({ upTo: fc.nat(3), failed: fc.boolean() }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, fc.infiniteStream(fc.nat(11)), async (each, picks) => {
        const stories = each.map(({ upTo, failed }, line) =>
          story(line + 1, upTo, failed ? 'failed' : 'created'),
        );
        const records: JournalRecord[] = [];
        while (stories.some((left) => left.length > 0)) {
          const next = stories[(picks.next().value ?? 0) % stories.length]?.shift();
          if (next) records.push(next);
        }
        const model = new Progress();
        for (const record of records) model.apply(record);
        const content = await readProgress(await written([header, ...records]));
        expect(content?.header).toEqual(header);
        expect(content && view(content.progress, 13)).toEqual(view(model, 13));
      }),
      { numRuns: 40 },
    );
  });

  it('cut at any byte, is read up to its last whole line and continued from there', async () => {
    const records = [
      header,
      ...story(2, 3, 'created'),
      ...story(3, 3, 'failed'),
      ...story(4, 2, 'created'),
    ];
    const whole = await readFile(await written(records));
    for (let length = 0; length <= whole.length; length += 1) {
      const path = join(directory, 'cut.ndjson');
      await writeFile(path, whole.subarray(0, length));
      const kept = whole.subarray(0, length).toString().split('\n').length - 1;
      const content = await readProgress(path);
      if (kept === 0) {
        expect(content).toBeUndefined();
        continue;
      }
      const model = new Progress();
      for (const record of records.slice(1, kept)) model.apply(record);
      expect(content && view(content.progress, 5)).toEqual(view(model, 5));
      const journal = await Journal.open<JournalRecord>(path, content?.validBytes ?? 0);
      await journal.append({ type: 'ended', at: '2027-03-14T10:00:00.000Z' });
      await journal.close();
      expect((await readProgress(path))?.progress.ended).toBe(true);
    }
  });

  it('damaged in the middle, is refused with the line number', async () => {
    const path = await written([header, ...story(2, 3, 'created')]);
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(
      path,
      [lines[0], lines[1], '{"type":"user","line":', ...lines.slice(3)].join('\n'),
    );
    await expect(readProgress(path)).rejects.toThrow(/damaged at line 3/);
  });

  it.each([
    ['that begins with another record', story(2, 1, 'created'), 1],
    ['with a second first line', [header, ...story(2, 1, 'created'), header], 3],
  ])('%s, is refused', async (_what, records, line) => {
    const path = await written(records);
    await expect(readProgress(path)).rejects.toThrow(`damaged at line ${line}`);
  });

  it('is read whole, however long it is', async () => {
    const paths = Array.from({ length: 4000 }, (_, number) => `Müller/${number}`.repeat(4));
    const path = await written([
      header,
      ...paths.map((folder): JournalRecord => ({ type: 'folder', path: folder })),
    ]);
    const content = await readProgress(path);
    expect([...(content?.progress.folders ?? [])]).toEqual(paths);
    expect(content?.validBytes).toBe((await stat(path)).size);
  });

  it('of another version, is refused with both versions', async () => {
    const path = join(directory, 'journal.ndjson');
    await writeFile(path, `${JSON.stringify({ ...header, version: 2 })}\n`);
    await expect(readProgress(path)).rejects.toThrow(/version 2.*reads version 1/);
  });

  it('has written a record when append resolves', async () => {
    const path = await written([header]);
    const { size } = await stat(path);
    const journal = await Journal.open<JournalRecord>(path, size);
    await Promise.all(
      Array.from({ length: 100 }, async (_, line) => {
        await journal.append({ type: 'folder', path: `folder ${line}` });
        expect(await readFile(path, 'utf8')).toContain(`"folder ${line}"`);
      }),
    );
    await journal.close();
  });

  it('accepts nothing more after a failed write', async () => {
    const journal = await Journal.open<JournalRecord>(await written([]), 0);
    await fillDisk();
    await expect(journal.append(header)).rejects.toThrow(JournalError);
    await expect(journal.append(header)).rejects.toThrow(
      'The journal cannot be written: the disk is full. Free some space.',
    );
    await expect(journal.close()).rejects.toThrow(JournalError);
  });

  // On Windows, it is removed only when it is closed.
  it.runIf(process.platform !== 'win32')('says when it is closed that it was removed', async () => {
    const path = await written([]);
    const journal = await Journal.open<JournalRecord>(path, 0);
    journal.note(header);
    await rm(path);
    await expect(journal.close()).rejects.toMatchObject({ name: 'JournalError', lost: true });
  });

  it('loses a torn last line before anything is added', async () => {
    const path = await written([header, ...story(2, 1, 'created')]);
    await appendFile(path, '{"type":"user","li');
    const content = await readProgress(path);
    const journal = await Journal.open<JournalRecord>(path, content?.validBytes ?? 0);
    const ended: JournalRecord = { type: 'ended', at: '2026-06-01T12:00:00.000Z' };
    await journal.append(ended);
    await journal.close();
    const { progress } = (await readProgress(path)) ?? {};
    expect(progress?.open(2)).toBeDefined();
    expect(progress?.ended).toBe(true);
  });
});

it.runIf(process.platform === 'linux')('a file that cannot be a journal is closed', async () => {
  const opened = async (): Promise<number> => {
    const links = (await readdir('/proc/self/fd')).map((fd) => `/proc/self/fd/${fd}`);
    const paths = await Promise.all(links.map((link) => readlink(link).catch(() => '')));
    return paths.filter((path) => path === '/dev/full').length;
  };
  // A device cannot be cut to a length.
  await expect(Journal.open('/dev/full', 0)).rejects.toThrow('EINVAL');
  expect(await opened()).toBe(0);
});
