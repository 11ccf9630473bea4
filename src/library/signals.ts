import { setMaxListeners } from 'node:events';

/** A signal that is aborted when any of these is; never, when there is none. */
export function anyOf(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  const signal = AbortSignal.any(signals.filter((each) => each !== undefined));
  // Every request that is under way listens to it; node would warn of the eleventh.
  setMaxListeners(0, signal);
  return signal;
}
