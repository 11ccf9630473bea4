/**
 * The same items, but ends at once with the signal's reason when it is aborted, even while waiting for the
 * next one.
 */
export async function* untilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void> {
  signal.throwIfAborted();
  const iterator = items[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = await orAborted(() => iterator.next(), signal);
      if (next.done === true) {
        isOver = true;
        return;
      }
      yield next.value;
      signal.throwIfAborted();
    }
  } finally {
    // Not awaited: it may never return.
    if (!isOver) iterator.return?.().catch(() => undefined);
  }
}

/**
 * The answer of `ask`; no, if nothing further is to start: then nobody is waited for. Rejects with the
 * reason of `signal`, one of the signals combined in `stop`.
 */
export async function agreed(
  ask: () => boolean | Promise<boolean>,
  stop: AbortSignal,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    stop.throwIfAborted();
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-boolean-literal-compare -- not every program is type-checked: `{ confirmed: false }` is no yes
    return (await orAborted(async () => ask(), stop)) === true;
  } catch (error) {
    signal?.throwIfAborted();
    if (stop.aborted) return false;
    throw error;
  }
}

/** Racing all items against one promise would keep every one of them in memory. */
function orAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    void work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
