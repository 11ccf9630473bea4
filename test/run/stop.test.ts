import { describe, expect, it } from 'vitest';
import { JournalError } from '../../src/run/journal/journal.js';
import { stopFor } from '../../src/run/stop.js';
import { AbortError } from '../../src/site/clock.js';
import { NotAllowedError, SiteUnavailableError } from '../../src/site/errors.js';
import { FileChangedError } from '../../src/source/open.js';

const going = new AbortController().signal;
const aborted = AbortSignal.abort();
const refusal = { status: 401, type: null, message: 'No.', modelErrors: {}, requestId: null };
const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });

describe('why a session stopped', () => {
  it.each<[string, Error, string, string]>([
    ['a journal that cannot be written', new JournalError('Full.'), 'journal', 'journal'],
    ['a full disk', full, 'journal', 'journal'],
    ['a file that has changed', new FileChangedError('x'), 'file-changed', 'file-changed'],
    ['a site that is away', new SiteUnavailableError('Away.'), 'unavailable', 'interrupted'],
    ['a key that is no good', new NotAllowedError('No.', refusal), 'not-allowed', 'interrupted'],
  ])('%s, and when a person has interrupted it', (_what, error, alone, interrupted) => {
    expect(stopFor(error, { stop: going, abort: going }).reason).toBe(alone);
    expect(stopFor(error, { stop: aborted, abort: going }).reason).toBe(interrupted);
    expect(stopFor(error, { stop: aborted, abort: aborted }).reason).toBe(interrupted);
  });

  it('what was given up at once was interrupted', () => {
    expect(stopFor(new AbortError(), { stop: aborted, abort: aborted })).toEqual({
      reason: 'interrupted',
    });
  });

  it('a defect is none, whoever has interrupted it', () => {
    const defect = new TypeError('x is not a function');
    expect(() => stopFor(defect, { stop: going, abort: going })).toThrow(defect);
    expect(() => stopFor(defect, { stop: aborted, abort: aborted })).toThrow(defect);
  });
});
