import { setMaxListeners } from 'node:events';
import { exitCodes } from './exit.js';

/** How long rows in progress may take to finish after the first Ctrl-C; ms. */
const finishWithin = 15_000;

/**
 * Ctrl-C, SIGTERM and SIGHUP: once a run creates users, the first stops gently, and the second stops at
 * once. One more ends the process, whatever it is waiting for.
 */
export class Interrupt {
  readonly #stop = new AbortController();
  readonly #abort = new AbortController();
  readonly #signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  readonly #listener = (): void => this.trigger();
  #gentle = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly announce: (message: string) => void) {
    // Every request in flight listens; Node takes more than ten for a leak.
    setMaxListeners(0, this.#stop.signal, this.#abort.signal);
    for (const signal of this.#signals) process.on(signal, this.#listener);
  }

  /** Aborted when nothing further is to start. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborted when everything is to end now. */
  get abort(): AbortSignal {
    return this.#abort.signal;
  }

  /** Whether something that changes a site has started. */
  get isGentle(): boolean {
    return this.#gentle;
  }

  /** From now on something is in flight that is worth finishing. */
  finishGently(): void {
    this.#gentle = true;
  }

  trigger(): void {
    if (this.#abort.signal.aborted) process.exit(exitCodes.interrupted);
    const again = this.#stop.signal.aborted;
    this.#stop.abort();
    if (again || !this.#gentle) {
      this.#abort.abort();
      return;
    }
    this.announce('Finishing what is in flight; press Ctrl-C again to stop at once.');
    this.#timer = setTimeout(() => this.#abort.abort(), finishWithin);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const signal of this.#signals) process.off(signal, this.#listener);
  }
}
