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

/**
 * Work that waits for its consumer, and ends when the consumer leaves; `whenLeft` provides the result then.
 */
export function pulled<Event, Result>(
  signal: AbortSignal | undefined,
  events: AsyncGenerator<Event, Result>,
  whenLeft: () => Promise<Result> | undefined = () => undefined,
): Task<Event, Result> {
  let begun: 'by iteration' | 'for its result' | undefined;
  let outcome: () => Result | Promise<Result> = () => {
    const result = whenLeft();
    if (result) return result;
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
 * Work that runs by itself: its events are kept for the consumer. If the consumer leaves before the end,
 * `left` is aborted; leaving waits until the work has ended, and the result says what was done.
 */
export function pushed<Event, Result>(
  signal: AbortSignal | undefined,
  perform: (emit: (event: Event) => void, left: AbortSignal) => Promise<Result>,
): Task<Event, Result> {
  const leaving = new AbortController();
  let work: Promise<Result> | undefined;
  return pulled(signal, events(), () => work);

  async function* events(): AsyncGenerator<Event, Result> {
    const queue: Event[] = [];
    const state = { isOver: false };
    let wake: () => void = () => undefined;
    work = perform((event) => {
      queue.push(event);
      wake();
    }, leaving.signal).catch((error: unknown) => {
      throw reasonFor(error, signal, leaving.signal);
    });
    const ended = work.then(over, over);
    function over(): void {
      state.isOver = true;
      wake();
    }
    try {
      while (!state.isOver || queue.length > 0) {
        yield* queue.splice(0);
        if (!state.isOver && queue.length === 0)
          await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      if (!state.isOver) leaving.abort(new TaskLeftError());
      await ended;
    }
    return work;
  }
}

/** Lets a consumer who requests the result and then iterates have the events. */
const inTheSameBreath = (): Promise<void> => Promise.resolve();

/** What was aborted fails with the signal's reason, whatever it was doing. */
function reasonFor(error: unknown, ...signals: readonly (AbortSignal | undefined)[]): unknown {
  const aborted = signals.find((signal) => signal?.aborted);
  return aborted ? aborted.reason : error;
}

function eventsGone(): TypeError {
  return new TypeError(
    'The result of this task was requested first, so its events are gone: iterate it before.',
  );
}
