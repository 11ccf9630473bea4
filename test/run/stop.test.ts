import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionRecord } from '../../src/run/journal/format.js';
import { Journal, JournalError } from '../../src/run/journal/journal.js';
import { stopFor, workUntilStopped } from '../../src/run/stop.js';
import type { Worked } from '../../src/run/work-through.js';
import { AbortError, systemClock } from '../../src/site/clock.js';
import { NotAllowedError, SiteUnavailableError } from '../../src/site/errors.js';
import { FileChangedError, readProblem } from '../../src/source/open.js';
import { makeDirectory } from '../directory.js';

const going = new AbortController().signal;
const aborted = AbortSignal.abort();
const refusal = { status: 401, type: null, message: 'No.', modelErrors: {}, requestId: null };
const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
const unreadable = readProblem('users.csv', Object.assign(new Error('EIO'), { code: 'EIO' }));

describe('the reason why a session stopped', () => {
  it.each<[string, Error, string, string]>([
    ['a journal that cannot be written', new JournalError('Full.'), 'journal', 'journal'],
    ['a full disk', full, 'journal', 'journal'],
    ['a file that has changed', new FileChangedError('x'), 'file-changed', 'file-changed'],
    ['a file that cannot be read', unreadable, 'file-unreadable', 'file-unreadable'],
    ['an unavailable site', new SiteUnavailableError('Away.'), 'unavailable', 'interrupted'],
    ['a refused key', new NotAllowedError('No.', refusal), 'not-allowed', 'interrupted'],
  ])('%s, alone and after an interruption', (_what, error, alone, interrupted) => {
    expect(stopFor(error, { stop: going, abort: going }).reason).toBe(alone);
    expect(stopFor(error, { stop: aborted, abort: going }).reason).toBe(interrupted);
    expect(stopFor(error, { stop: aborted, abort: aborted }).reason).toBe(interrupted);
  });

  it('an aborted session was interrupted', () => {
    expect(stopFor(new AbortError(), { stop: aborted, abort: aborted })).toEqual({
      reason: 'interrupted',
    });
  });

  it('an unexpected error is thrown, even after an interruption', () => {
    const defect = new TypeError('x is not a function');
    expect(() => stopFor(defect, { stop: going, abort: going })).toThrow(defect);
    expect(() => stopFor(defect, { stop: aborted, abort: aborted })).toThrow(defect);
  });
});

describe('a session', () => {
  async function session(work: (journal: string) => Promise<Worked>, remaining = 0) {
    const path = join(await makeDirectory(), 'journal.ndjson');
    const log = await Journal.open<SessionRecord>(path, 0);
    const context = { clock: systemClock, stop: going, abort: going };
    const resumed = { retry: true };
    const stop = await workUntilStopped(
      log,
      resumed,
      () => work(path),
      () => remaining,
      context,
    );
    const text = await readFile(path, 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => line !== '');
    const records = lines.map((line) => JSON.parse(line) as SessionRecord);
    return { stop, types: records.map(({ type }) => type) };
  }

  const unanswered = (users: string) => ({
    reason: 'unavailable',
    message: `The site gave no useful answer for ${users}.`,
  });

  it.each([
    ['has ended the run if every row has ended', 0, true, 0, undefined],
    ['has ended the run if it was stopped during the last rows', 0, false, 0, undefined],
    ['was interrupted if rows were not begun', 0, false, 3, { reason: 'interrupted' }],
    ['has not ended the run if a row has no answer', 1, true, 1, unanswered('1 user')],
    ['has not ended the run if rows have no answer', 2, true, 2, unanswered('2 users')],
  ])('%s', async (_what, unfinished, exhausted, remaining, stop) => {
    expect(await session(() => Promise.resolve({ unfinished, exhausted }), remaining)).toEqual({
      stop,
      types: stop ? ['resumed'] : ['resumed', 'ended'],
    });
  });

  // On Windows, it is removed only when it is closed.
  it.runIf(process.platform !== 'win32')('has not ended the run if it was removed', async () => {
    const work = (path: string): Promise<Worked> =>
      rm(path).then(() => ({ unfinished: 0, exhausted: true }));
    expect((await session(work)).stop).toMatchObject({ reason: 'journal', lost: true });
    const full = stopFor(new JournalError('Full.'), { stop: going, abort: going });
    expect(full).toEqual({ reason: 'journal', message: 'Full.' });
  });
});
