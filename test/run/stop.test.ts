import { describe, expect, it } from 'vitest';
import { JournalError } from '../../src/run/journal/journal.js';
import { stopFor } from '../../src/run/stop.js';
import { AbortError } from '../../src/site/clock.js';
import { NotAllowedError, SiteUnavailableError } from '../../src/site/errors.js';
import { FileChangedError, readProblem } from '../../src/source/open.js';

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
