/**
 * Work that reports what it finds or does while it runs. It starts when it is iterated, or when its
 * result is requested; then it need not be iterated. It runs once.
 */
export interface Task<Event, Result> extends AsyncIterable<Event> {
  /** The result, once it has ended. Rejects with what the iteration throws. */
  result(): Promise<Result>;
}

/** Thrown by `result()` of a task that reads and was left before its end. */
export class TaskLeftError extends Error {
  override name = 'TaskLeftError';
  constructor() {
    super('The iteration was left before its end, so there is no result.');
  }
}

/** Work that waits for whoever iterates it, and ends when they leave. */
export function pulled<Event, Result>(
  signal: AbortSignal | undefined,
  events: AsyncGenerator<Event, Result>,
): Task<Event, Result> {
  let begun: 'by iteration' | 'for its result' | undefined;
  let outcome: () => Result = () => {
    throw new TaskLeftError();
  };
  let onEnd: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (onEnd = resolve));
  const iteration = (async function* () {
    begun ??= 'by iteration';
    try {
      const result = yield* events;
      outcome = () => result;
    } catch (error) {
      const thrown = reasonFor(error, signal);
      outcome = () => {
        throw thrown;
      };
      throw thrown;
    } finally {
      onEnd();
    }
  })();
  return {
    [Symbol.asyncIterator]() {
      if (begun === 'for its result') throw eventsGone();
      return iteration;
    },
    async result() {
      await inTheSameBreath();
      if (!begun) {
        begun = 'for its result';
        await drain(iteration);
      } else await ended;
      return outcome();
    },
  };
}

async function drain(iteration: AsyncGenerator): Promise<void> {
  for (;;) if ((await iteration.next()).done === true) return;
}

/**
 * Work that runs by itself: what it tells is kept for whoever iterates it. `left` is aborted when they
 * leave before its end, who then wait until it has ended.
 */
export function pushed<Event, Result>(
  signal: AbortSignal | undefined,
  perform: (emit: (event: Event) => void, left: AbortSignal) => Promise<Result>,
): Task<Event, Result> {
  const queue: Event[] = [];
  const leaving = new AbortController();
  const state = { isIterated: false, isOver: false };
  let wake: () => void = () => undefined;
  let ended: Promise<Result> | undefined;

  function begin(): Promise<Result> {
    if (ended) return ended;
    const emit = (event: Event): void => {
      if (!state.isIterated) return;
      queue.push(event);
      wake();
    };
    ended = perform(emit, leaving.signal).catch((error: unknown) => {
      throw reasonFor(error, signal, leaving.signal);
    });
    const over = (): void => {
      state.isOver = true;
      wake();
    };
    ended.then(over, over);
    return ended;
  }

  async function* iterate(): AsyncGenerator<Event, void> {
    state.isIterated = true;
    const work = begin();
    try {
      while (!state.isOver || queue.length > 0) {
        yield* queue.splice(0);
        if (!state.isOver && queue.length === 0)
          await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      state.isIterated = false;
      if (!state.isOver) leaving.abort(new TaskLeftError());
      // Who leaves early learns what came of it from the result.
      await work.catch(() => undefined);
    }
    await work;
  }
  const iteration = iterate();
  let begunForResult = false;
  return {
    [Symbol.asyncIterator]() {
      if (begunForResult) throw eventsGone();
      return iteration;
    },
    async result() {
      await inTheSameBreath();
      begunForResult ||= ended === undefined;
      return begin();
    },
  };
}

/** Lets whoever asks for the result and then iterates have the events. */
const inTheSameBreath = (): Promise<void> => Promise.resolve();

/** What was aborted fails with the reason for that, whatever it was doing. */
function reasonFor(error: unknown, ...signals: readonly (AbortSignal | undefined)[]): unknown {
  const aborted = signals.find((signal) => signal?.aborted);
  return aborted ? aborted.reason : error;
}

function eventsGone(): TypeError {
  return new TypeError(
    'The result of this task was requested first, so its events are gone: iterate it before.',
  );
}
