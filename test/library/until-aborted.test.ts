import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { untilAborted } from '../../src/library/until-aborted.js';

const { signal } = new AbortController();

it('does not keep past items in memory', async () => {
  const pieces = 4000;
  const pieceBytes = 256 * 1024;
  async function* stream(): AsyncGenerator<Buffer> {
    for (let n = 0; n < pieces; n += 1) yield await Promise.resolve(Buffer.alloc(pieceBytes));
  }
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  for await (const piece of untilAborted(stream(), signal)) {
    expect(piece).toHaveLength(pieceBytes);
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  }
  expect(peak).toBeLessThan((pieces * pieceBytes) / 2);
});

it.each(['is read to its end', 'is left', 'fails'])(
  'leaves no listener on the signal when the stream %s',
  async (how) => {
    async function* items(): AsyncGenerator<number> {
      yield await Promise.resolve(1);
      if (how === 'fails') throw new Error('broken');
    }
    const reading = (async () => {
      for await (const item of untilAborted(items(), signal))
        if (how === 'is left' && item === 1) break;
    })();
    await reading.catch(() => undefined);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  },
);
