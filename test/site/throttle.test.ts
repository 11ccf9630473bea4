import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { AbortError } from '../../src/site/clock.js';
import { Throttle } from '../../src/site/throttle.js';
import { VirtualClock } from './virtual-clock.js';

function unending(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}

/** The most times that fall into any one second. */
function mostInASecond(times: readonly number[]): number {
  let from = 0;
  let most = 0;
  times.forEach((time, to) => {
    // Allow for rounding: times a second apart are not in one second.
    while ((times[from] ?? 0) <= time - 1000 + 1e-6) from += 1;
    most = Math.max(most, to - from + 1);
  });
  return most;
}

describe('a fixed rate', () => {
  it.each([40, 7, 300, 0.5])(
    'of %d a second serves 2,000 waiters in order, and is nearly used up but never exceeded',
    async (rate) => {
      const time = new VirtualClock();
      const throttle = new Throttle({ concurrency: 10_000, rate, clock: time.clock });
      const signal = unending();
      const order: number[] = [];
      const at: number[] = [];
      for (let index = 0; index < 2000; index += 1)
        void throttle.turn(signal).then(() => {
          order.push(index);
          at.push(time.now());
        });
      await time.run(() => order.length === 2000);
      expect(mostInASecond(at)).toBeLessThanOrEqual(Math.max(1, rate));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(2000 / (time.now() / 1000) / rate).toBeGreaterThan(0.97);
    },
  );
});

describe('late timers', () => {
  it.each([40, 7])('are made up for, without exceeding the rate of %i a second', async (rate) => {
    let count = 0;
    const time = new VirtualClock(() => ((count += 1) % 11 === 0 ? 45 : 0));
    const throttle = new Throttle({ concurrency: 10_000, rate, clock: time.clock });
    const signal = unending();
    const at: number[] = [];
    for (let index = 0; index < 1000; index += 1)
      void throttle.turn(signal).then(() => at.push(time.now()));
    await time.run(() => at.length === 1000);
    expect(mostInASecond(at)).toBeLessThanOrEqual(rate);
    expect(1000 / (time.now() / 1000) / rate).toBeGreaterThan(0.95);
  });

  it('are not made up for after a time without requests', async () => {
    const time = new VirtualClock();
    const throttle = new Throttle({ concurrency: 10_000, rate: 10, clock: time.clock });
    const signal = unending();
    const at: number[] = [];
    const ask = async (count: number): Promise<void> => {
      const until = at.length + count;
      for (let index = 0; index < count; index += 1)
        void throttle.turn(signal).then(() => at.push(time.now()));
      await time.run(() => at.length === until);
    };
    await ask(2);
    let woken = false;
    void time.clock.sleep(5000, signal).then(() => (woken = true));
    await time.run(() => woken);
    await ask(3);
    const gaps = at.slice(1).map((moment, index) => Math.round(moment - (at[index] ?? 0)));
    expect(gaps).toEqual([100, 5000, 50, 100]);
  });
});

describe('places', () => {
  it('are limited by the concurrency, and go to whoever waits longest', async () => {
    const throttle = new Throttle({
      concurrency: 2,
      rate: undefined,
      clock: new VirtualClock().clock,
    });
    const signal = unending();
    const turns = [await throttle.turn(signal), await throttle.turn(signal)];
    const came: string[] = [];
    const third = throttle.turn(signal).then(() => came.push('third'));
    const fourth = throttle.turn(signal).then(() => came.push('fourth'));
    await Promise.resolve();
    expect(came).toEqual([]);
    turns[0]?.release(true);
    await third;
    turns[1]?.release(true);
    await fourth;
    expect(came).toEqual(['third', 'fourth']);
  });

  it('are not taken by aborted waiters', async () => {
    const throttle = new Throttle({
      concurrency: 1,
      rate: undefined,
      clock: new VirtualClock().clock,
    });
    const turn = await throttle.turn(unending());
    const abort = new AbortController();
    const given = throttle.turn(abort.signal);
    const next = throttle.turn(unending());
    abort.abort();
    await expect(given).rejects.toThrow(AbortError);
    turn.release(true);
    await next;
  });
});

describe('a 429 that does not say how long to wait', () => {
  it('pauses for a second, doubled each time up to a minute', async () => {
    const time = new VirtualClock();
    const throttle = new Throttle({ concurrency: 2, rate: undefined, clock: time.clock });
    const signal = unending();
    const turnAfter = async (ms: number) => {
      const [from, coming] = [time.now(), throttle.turn(signal)];
      let turn: Awaited<typeof coming> | undefined;
      void coming.then((came) => (turn = came));
      await time.run(() => turn !== undefined);
      expect(time.now() - from).toBeGreaterThanOrEqual(ms);
      return coming;
    };
    let pause = 0;
    for (const ms of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
      const turn = await turnAfter(pause);
      expect(throttle.limited(null, turn)).toEqual({ ms, isNew: true });
      // A 429 to a request in flight is not news, and does not lengthen the pause.
      expect(throttle.limited(null, turn)).toEqual({ ms, isNew: false });
      turn.release(false);
      pause = ms;
    }
    (await turnAfter(60_000)).release(true);
    const turn = await turnAfter(0);
    expect(throttle.limited(null, turn).ms).toBe(1000);
    turn.release(false);
    const next = await turnAfter(1000);
    expect(throttle.limited(7000, next)).toEqual({ ms: 7000, isNew: true });
    next.release(false);
    expect(throttle.limited(null, await turnAfter(7000)).ms).toBe(1000);
  });

  it('never makes a pause shorter', () => {
    const time = new VirtualClock();
    const throttle = new Throttle({ concurrency: 2, rate: undefined, clock: time.clock });
    return throttle.turn(unending()).then(async (turn) => {
      throttle.limited(9000, turn);
      throttle.limited(2000, turn);
      let came = false;
      void throttle.turn(unending()).then(() => (came = true));
      await time.run(() => came);
      expect(time.now()).toBe(9000);
    });
  });
});

describe('a place', () => {
  it('goes to one waiter when it is released', async () => {
    const { clock } = new VirtualClock();
    const throttle = new Throttle({ concurrency: 1, rate: undefined, clock });
    const turn = await throttle.turn(unending());
    const second = throttle.turn(unending());
    let came = false;
    const third = throttle.turn(unending()).then(() => (came = true));
    turn.release(true);
    await second;
    await new Promise((resolve) => setImmediate(resolve));
    expect(came).toBe(false);
    (await second).release(true);
    await third;
  });

  it('is not taken by a waiter that was aborted from the start', async () => {
    const { clock } = new VirtualClock();
    const throttle = new Throttle({ concurrency: 1, rate: undefined, clock });
    await expect(throttle.turn(AbortSignal.abort())).rejects.toThrow(AbortError);
    await throttle.turn(unending());
  });
});

type Limit = (now: number) => boolean;

const limits = {
  /** Holds the tokens of one second, and refills at the rate. */
  bucket: (perSecond: number): Limit => {
    let tokens = perSecond;
    let at = 0;
    return (now) => {
      tokens = Math.min(perSecond, tokens + ((now - at) / 1000) * perSecond);
      at = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    };
  },
  'fixed window': (perSecond: number): Limit => {
    let window = -1;
    let count = 0;
    return (now) => {
      if (Math.floor(now / 1000) !== window) count = 0;
      window = Math.floor(now / 1000);
      count += 1;
      return count <= perSecond;
    };
  },
  'sliding window': (perSecond: number): Limit => {
    let log: number[] = [];
    return (now) => {
      log = log.filter((at) => at > now - 1000);
      if (log.length >= perSecond) return false;
      log.push(now);
      return true;
    };
  },
};

/** Requests to a site with a limit, through a throttle that learns of every 429 (Retry-After: 1). */
async function simulate(allow: Limit, latency: number, concurrency: number, requests: number) {
  const time = new VirtualClock();
  const throttle = new Throttle({ concurrency, rate: undefined, clock: time.clock });
  const signal = unending();
  const count = { sent: 0, refused: 0, duringPause: 0 };
  let left = requests;
  let ended = 0;
  let pausedUntil = 0;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      for (let served = false; !served;) {
        const turn = await throttle.turn(signal);
        count.sent += 1;
        if (turn.at < pausedUntil) count.duringPause += 1;
        await time.clock.sleep(latency / 2, signal);
        served = allow(time.now());
        await time.clock.sleep(latency / 2, signal);
        if (!served) {
          count.refused += 1;
          throttle.limited(1000, turn);
          pausedUntil = Math.max(pausedUntil, time.now() + 1000);
        }
        turn.release(served);
      }
    }
    ended += 1;
  };
  for (let index = 0; index < concurrency; index += 1) void worker();
  await time.run(() => ended === concurrency);
  return { ...count, perSecond: requests / (time.now() / 1000) };
}

describe('learning the rate of a site from its 429s', () => {
  const cases = Object.entries(limits).flatMap(([name, limit]) =>
    [5, 50].flatMap((latency) =>
      [8, 50].map((concurrency) => ({ name, limit, latency, concurrency })),
    ),
  );
  it.each(cases)(
    '$name, $latency ms, $concurrency at once: uses most of it, with few refusals and none in a pause',
    async ({ limit, latency, concurrency }) => {
      const { sent, refused, duringPause, perSecond } = await simulate(
        limit(60),
        latency,
        concurrency,
        2000,
      );
      expect(perSecond / 60).toBeGreaterThan(0.85);
      expect(refused / sent).toBeLessThan(0.05);
      expect(duringPause).toBe(0);
    },
  );

  it('is not misled by 429s that are unrelated to the rate', async () => {
    let count = 0;
    const { perSecond } = await simulate(() => (count += 1) % 30 !== 0, 20, 8, 600);
    expect(perSecond).toBeGreaterThan(10);
  });

  it('limits only the concurrency without a 429', async () => {
    const { perSecond } = await simulate(() => true, 100, 10, 1000);
    expect(perSecond).toBeGreaterThan(97);
  });
});
