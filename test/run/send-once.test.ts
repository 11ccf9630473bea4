import { describe, expect, it } from 'vitest';
import { RefusedInDoubtError, sendOnce } from '../../src/run/apply/send-once.js';
import { InDoubtError, RefusedError, SiteUnavailableError } from '../../src/site/errors.js';
import { VirtualClock } from '../site/virtual-clock.js';

const lost = new InDoubtError('The connection broke.');
const refused = new RefusedError({
  status: 422,
  type: null,
  message: 'Already exists.',
  modelErrors: {},
  requestId: null,
});

/**
 * Attempts that end like this, one after the other; look-ups succeed from number `thereFrom` on, or each ends
 * with an error.
 */
async function sent(endings: readonly Error[], thereFrom: number | Error, inDoubt = false) {
  const time = new VirtualClock();
  const calls: string[] = [];
  let sends = 0;
  let looks = 0;
  let over = false;
  const ended = sendOnce(
    () => {
      const ending = endings[Math.min(sends, endings.length - 1)];
      sends += 1;
      calls.push('send');
      return ending ? Promise.reject(ending) : Promise.resolve('made');
    },
    () => {
      looks += 1;
      calls.push('look');
      if (typeof thereFrom !== 'number') return Promise.reject(thereFrom);
      return Promise.resolve(looks >= thereFrom ? 'found' : undefined);
    },
    { clock: time.clock, random: () => 0.5, abort: new AbortController().signal },
    { inDoubt },
  )
    .catch((error: unknown) => error)
    .finally(() => (over = true));
  await time.run(() => over);
  return { ended: await ended, calls };
}

describe('a request that must not be sent twice', () => {
  it('is looked up after a lost reply, and not sent again if its result is there', async () => {
    expect(await sent([lost], 1)).toEqual({ ended: 'found', calls: ['send', 'look'] });
  });

  it('is looked up again if it is refused after a lost reply', async () => {
    expect(await sent([lost, refused], 2)).toEqual({
      ended: 'found',
      calls: ['send', 'look', 'send', 'look'],
    });
  });

  it('is found then even if the search shows it only some seconds later', async () => {
    const { ended, calls } = await sent([lost, refused], 4);
    expect(ended).toBe('found');
    expect(calls).toEqual(['send', 'look', 'send', 'look', 'look', 'look']);
  });

  it('is refused if its result is not there even then', async () => {
    const { ended, calls } = await sent([lost, refused], Infinity);
    expect(ended).toBeInstanceOf(RefusedInDoubtError);
    expect(ended).toMatchObject({ refusal: refused.refusal });
    expect(calls).toEqual(['send', 'look', 'send', 'look', 'look', 'look']);
  });

  it.each([false, true])(
    'stays in doubt if the look-up is refused: in doubt from an earlier session %s',
    async (inDoubt) => {
      const { ended, calls } = await sent([lost], refused, inDoubt);
      expect(ended).toBeInstanceOf(RefusedInDoubtError);
      expect(calls).toEqual(inDoubt ? ['look'] : ['send', 'look']);
    },
  );

  it('is not looked up if the first attempt is refused', async () => {
    expect(await sent([refused], 1)).toEqual({ ended: refused, calls: ['send'] });
  });

  it('is looked up before anything is sent if an earlier session has lost a reply', async () => {
    expect(await sent([refused], 1, true)).toEqual({ ended: 'found', calls: ['look'] });
  });

  it('is looked up again if it is then refused', async () => {
    expect(await sent([refused], 2, true)).toEqual({
      ended: 'found',
      calls: ['look', 'send', 'look'],
    });
  });

  it('is left for a later session if replies are lost for two minutes', async () => {
    const { ended } = await sent([lost], Infinity);
    expect(ended).toBeInstanceOf(SiteUnavailableError);
  });
});
