import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/run/journal/format.js';
import { Progress } from '../../src/run/journal/progress.js';

type Start = JournalRecord & { type: 'start' };

const start = (line: number, window: Partial<Start> = {}): Start => ({
  type: 'start',
  line,
  action: 'create',
  username: `user on ${line}`,
  from: 1000,
  until: 2000,
  ...window,
});
const user = (line: number, adopted = false): JournalRecord => ({
  type: 'user',
  line,
  username: `user on ${line}`,
  id: line,
  createdAt: null,
  adopted,
});
const end = (
  line: number,
  outcome: (JournalRecord & { type: 'end' })['outcome'],
): JournalRecord => ({
  type: 'end',
  line,
  outcome,
  ...(outcome === 'created'
    ? {}
    : { username: `user on ${line}`, problems: [{ column: null, message: 'no' }] }),
});

function after(...records: readonly JournalRecord[]): Progress {
  const progress = new Progress();
  for (const record of records) progress.apply(record);
  return progress;
}

describe('a row that was started', () => {
  it('may have been served in the window of any of its attempts', () => {
    const windows = [
      { from: 5000, until: 6000 },
      { from: 1000, until: 2000 },
      { from: 3000, until: 4000 },
    ];
    for (const order of [windows, [...windows].reverse()]) {
      const progress = after(...order.map((window) => start(2, window)));
      expect(progress.open(2)).toMatchObject({ from: 1000, until: 6000 });
    }
  });

  it('stays a create, whatever later attempts are', () => {
    const progress = after(start(2), start(2, { action: 'update' }));
    expect(progress.open(2)?.action).toBe('create');
  });

  it('is in doubt until its user is known, or it has failed', () => {
    const progress = after(
      ...[2, 3, 4, 5].map((line) => start(line)),
      start(6, { action: 'update' }),
      user(3),
      end(4, 'failed'),
      end(5, 'created'),
    );
    expect(progress.inDoubt).toEqual([{ line: 2, username: 'user on 2' }]);
  });

  it('stays in doubt if it is refused in doubt, and keeps its window when it is retried', () => {
    const refused = [start(2), { ...end(2, 'failed'), inDoubt: true }, start(3), end(3, 'failed')];
    const inDoubt = [{ line: 2, username: 'user on 2' }];
    const progress = after(...(refused as JournalRecord[]));
    expect(progress.inDoubt).toEqual(inDoubt);
    expect(progress.settled(2)).toBe(true);
    progress.reopen(true);
    expect(progress.inDoubt).toEqual(inDoubt);
    expect([2, 3].map((line) => progress.open(line)?.from)).toEqual([1000, undefined]);
    progress.apply(end(2, 'failed'));
    expect(progress.inDoubt).toEqual([]);
  });

  it('counts its user as adopted once, and only if it was adopted', () => {
    const progress = after(start(2), user(2, true), user(2, true), start(3), user(3));
    expect(progress.adopted).toBe(1);
    expect(progress.open(2)).toMatchObject({ user: { id: 2 } });
  });
});

it('counts users that the run has created but not completed', () => {
  const made = [2, 3, 4, 5].flatMap((line) => [start(line), user(line, line === 3)]);
  const progress = after(
    ...made,
    end(2, 'created'),
    end(3, 'failed'),
    // The user is gone, or the name belongs to another by now.
    end(4, 'conflict'),
    start(6),
    start(7),
    end(7, 'failed'),
    start(8, { action: 'update' }),
  );
  expect(progress.incomplete).toBe(2);
  progress.apply(end(5, 'created'));
  expect(progress.incomplete).toBe(1);
});

describe('failed rows', () => {
  const failed = [
    start(9),
    end(9, 'failed'),
    start(4),
    user(4),
    end(4, 'failed'),
    start(6),
    user(6),
    end(6, 'conflict'),
    { type: 'ended', at: '2026-06-01T12:00:00Z' },
  ] as const;
  const resumed = (retry: boolean): JournalRecord => ({
    type: 'resumed',
    at: '2026-06-01T13:00:00Z',
    retry,
  });

  it('are listed in the order of the file, and are settled', () => {
    const progress = after(...failed);
    expect(progress.failures.map(({ line, outcome }) => [line, outcome])).toEqual([
      [4, 'failed'],
      [6, 'conflict'],
      [9, 'failed'],
    ]);
    expect([4, 6, 9].map((line) => progress.settled(line))).toEqual([true, true, true]);
    expect(progress.ended).toBe(true);
  });

  it('stay failed in a resume that does not retry them', () => {
    const progress = after(...failed, resumed(false));
    expect(progress.ended).toBe(false);
    expect(progress.tally).toMatchObject({ failed: 2, conflict: 1 });
    expect(progress.settled(9)).toBe(true);
  });

  it('are open again in a resume that retries them, which remembers only a created user', () => {
    const progress = after(...failed, resumed(true));
    expect(progress.tally).toMatchObject({ failed: 0, conflict: 0 });
    expect(progress.failures).toEqual([]);
    expect([4, 6, 9].map((line) => progress.settled(line))).toEqual([false, false, false]);
    expect([4, 6, 9].map((line) => progress.open(line)?.user?.id)).toEqual([
      4,
      undefined,
      undefined,
    ]);
    expect([6, 9].map((line) => progress.open(line))).toEqual([undefined, undefined]);
  });
});
