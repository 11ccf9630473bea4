import { expect, it } from 'vitest';
import { openSandbox } from '../sandbox/open.js';
import { Importing } from './importing.js';

it('reports as many rows as it announced, including those that need no request', async () => {
  const csv =
    'username,password\nadmin,secret-pass-1\nada,secret-pass-2\neva,secret-pass-3\nzoe,short1\n';
  const importing = await Importing.of(await openSandbox(), csv);
  const options = { existing: 'skip', skipInvalid: true } as const;
  const stop = new AbortController();
  const session = async (signal: AbortSignal) => {
    const told: (number | string)[] = [];
    const { tally } = await importing.start({
      options,
      concurrency: 1,
      stop: signal,
      onEvent: (event) => {
        if (event.type === 'run') told.push(event.rows);
        if (event.type !== 'row') return;
        told.push(`${event.outcome.username} ${event.outcome.outcome}`);
        if (event.outcome.username === 'ada') stop.abort();
      },
    });
    return { told, tally };
  };
  const first = await session(stop.signal);
  expect(first.told[0]).toBe(4);
  const second = await session(new AbortController().signal);
  // Rows that ended in the first session are neither announced nor reported again.
  expect(second.told[0]).toBe(4 - (first.told.length - 1));
  expect(second.told).toHaveLength(1 + Number(second.told[0]));
  expect(second.tally).toMatchObject({ created: 2, skipped: 1, failed: 1 });
});
