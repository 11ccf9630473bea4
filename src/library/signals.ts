import { setMaxListeners } from 'node:events';

/** A signal that is aborted when any of these is; without any, it never is. */
export function anyOf(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  const signal = AbortSignal.any(signals.filter((each) => each !== undefined));
  // Every request in flight listens to it, and Node would warn of the eleventh.
  setMaxListeners(0, signal);
  return signal;
}
