import type { Json } from '../columns/column.js';
import { regionOrigin } from './base-url.js';
import type { Clock } from './clock.js';
import { carriedBy } from './credential.js';
import { errorOf, regionMismatch } from './denial.js';
import {
  InDoubtError,
  NotServedError,
  PauseTooLongError,
  SiteUnavailableError,
  type Refusal,
} from './errors.js';
import { openConnections, type Connections, type HttpRequest } from './exchange.js';
import { headerOf, type Headers, type Outcome } from './outcome.js';
import { outcomeOf, type ReplyForm } from './outcome-of.js';
import { Patience, longestPause, longestSilence } from './patience.js';
import { backoff } from './retry-policy.js';
import { SiteClock } from './site-clock.js';
import type { SendOptions } from './site.js';
import { Throttle, type Turn } from './throttle.js';

/** Why nothing is sent for a while. `message`: what became of the last attempt, without secrets. */
export type Wait =
  | { readonly ms: number; readonly reason: 'rate-limited' }
  | { readonly ms: number; readonly reason: 'no-answer'; readonly message: string };

export interface ClientOptions extends ReplyForm {
  /** Origin and path of the API, without a slash at the end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** An HTTP proxy through which the site is reached. */
  readonly proxy?: URL | undefined;
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** The most requests per second. */
  readonly rate: number | undefined;
  /** How long a reply may take; ms. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly random: () => number;
  /** Aborted when everything is to end at once. */
  readonly signal: AbortSignal;
  readonly onWait: (wait: Wait) => void;
  /** The origin for a host that the site says is the right one; default: regionOrigin. */
  readonly originOf?: (host: string) => string | undefined;
  /** Called with one line per exchange, without secrets; for --debug. */
  readonly log: ((line: string) => void) | undefined;
}

export interface Call extends SendOptions {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base URL, with its query. */
  readonly path: string;
  readonly body?: Json;
  /** Repeating it might create a second thing, or send a second e-mail. */
  readonly onlyOnce?: true;
}

export interface Reply {
  readonly body: Json | undefined;
  readonly headers: Headers;
}

interface Attempt {
  readonly outcome: Outcome;
  /** The base URL that the request went to. */
  readonly sentTo: string;
  /** ms; never more than the time-out, even if the machine was asleep meanwhile. */
  readonly took: number;
}

/**
 * Sends requests to one site. Each waits its turn, is repeated according to the retry policy, and ends in a
 * reply or in one of the errors of errors.ts.
 */
export class Client {
  /** Private to the engine as well: an object that is printed must not show the key. */
  readonly #options: ClientOptions;
  readonly #connections: Connections;
  readonly #throttle: Throttle;
  readonly #patience: Patience;
  readonly #siteClock = new SiteClock();
  #baseUrl: string;
  /** Whether the API has answered at this address. */
  #heard = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#baseUrl = options.baseUrl;
    this.#connections = openConnections(options.concurrency, options.proxy);
    this.#throttle = new Throttle(options);
    this.#patience = new Patience(options.clock);
  }

  async send(call: Call): Promise<Reply> {
    const { clock, random, signal, onWait } = this.#options;
    /**
     * How long this request has been without an answer, not counting pauses that the site asked for; ms.
     */
    let troubled = 0;
    for (let attempt = 1; ; attempt += 1) {
      const { outcome, sentTo, took } = await this.#attempt(call);
      if (outcome.type === 'reply') {
        this.#heard = true;
        this.#patience.useful();
        return outcome;
      }
      if (outcome.type === 'refused') {
        this.#patience.useful();
        if (this.#follows(outcome.refusal, sentTo)) continue;
        throw errorOf(outcome.refusal, carriedBy(this.#options.headers));
      }
      if (outcome.type === 'limited') continue;
      this.#giveUpWhenAway(outcome, troubled);
      const { type, message } = outcome;
      if (type === 'lost' && call.onlyOnce)
        throw new InDoubtError(`${call.method} ${call.path}: ${message}`);
      const wait = backoff(attempt, random);
      troubled += took + wait;
      // A host that is silent for long counts as well.
      if (took + wait > 1000) onWait({ ms: wait, reason: 'no-answer', message });
      await clock.sleep(wait, signal);
    }
  }

  close(): void {
    this.#connections.close();
  }

  /**
   * Whether a request continues on the host that the site names: only from the given address, so only once.
   */
  #follows({ type, host }: Refusal, sentTo: string): boolean {
    const { baseUrl, originOf = regionOrigin } = this.#options;
    if (type !== regionMismatch || host === undefined || sentTo !== baseUrl) return false;
    const origin = originOf(host);
    if (origin === undefined) return false;
    this.#baseUrl = origin + new URL(baseUrl).pathname;
    return this.#baseUrl !== baseUrl;
  }

  /** One attempt, from its turn to its outcome; its place in the throttle is always released. */
  async #attempt(call: Call): Promise<Attempt> {
    const { clock, timeoutMs, signal, log } = this.#options;
    // Recorded while others have their turn, and again if the turn came too late.
    let sendBy = await this.#prepare(call);
    const turn = await this.#throttle.turn(signal);
    let outcome: Outcome | undefined;
    try {
      while (clock.now() > sendBy) sendBy = await this.#prepare(call);
      const sentTo = this.#baseUrl;
      const sentAt = clock.now();
      const exchanged = await this.#connections.exchange(this.#request(call), timeoutMs, signal);
      const isWhole = exchanged.type === 'whole';
      const endedAt = clock.now();
      const took = Math.min(endedAt - sentAt, timeoutMs);
      const ended = isWhole ? exchanged.status : exchanged.message;
      log?.(`${call.method} ${call.path} ${ended} ${took} ms`);
      outcome = isWhole
        ? outcomeOf(exchanged, call, {
            ...this.#options,
            heard: this.#heard,
            baseUrl: this.#baseUrl,
          })
        : exchanged;
      if (outcome.type !== 'reply' && outcome.type !== 'refused')
        this.#patience.failed(endedAt - took);
      // What stands in front of the site may have another clock.
      else if (isWhole)
        this.#siteClock.observe(headerOf(exchanged.headers, 'date'), sentAt, endedAt);
      // Before the place is released, so that nobody takes it during the pause.
      if (outcome.type === 'limited') this.#pause(outcome, turn);
      return { outcome, sentTo, took };
    } finally {
      turn.release(outcome?.type === 'reply' || outcome?.type === 'refused');
    }
  }

  /** Calls `beforeSend`; returns the time until which the request may be sent. */
  async #prepare({ beforeSend }: Call): Promise<number> {
    if (!beforeSend) return Infinity;
    const { clock, timeoutMs } = this.#options;
    const now = clock.now();
    const sendBy = now + sendWithin;
    await beforeSend({
      from: this.#siteClock.earliest(now),
      until: this.#siteClock.latest(sendBy + timeoutMs),
    });
    return sendBy;
  }

  #request({ method, path, body }: Call): HttpRequest {
    const { headers } = this.#options;
    const text = body === undefined ? undefined : JSON.stringify(body);
    return {
      method,
      url: new URL(this.#baseUrl + path),
      headers: {
        ...headers,
        Accept: 'application/json',
        // Without it, any compression would be acceptable (RFC 9110, 12.5.3).
        'Accept-Encoding': 'identity',
        ...(text !== undefined && {
          'Content-Type': 'application/json',
          'Content-Length': String(Buffer.byteLength(text)),
        }),
      },
      body: text,
    };
  }

  #pause(limited: Outcome & { type: 'limited' }, turn: Turn): void {
    const { retryAfter } = limited;
    if (retryAfter !== null && retryAfter > longestPause)
      throw new PauseTooLongError(
        `The site asks to wait ${Math.round(retryAfter / 60_000)} minutes before the next request, because of its rate limit. Try again later.`,
      );
    const { ms, isNew } = this.#throttle.limited(retryAfter, turn);
    // A pause of our own is as good as no answer.
    this.#patience.paused(retryAfter ?? 0);
    if (this.#patience.exhausted(limited))
      throw new NotServedError(
        'The site has refused every request for minutes, because of its rate limit. Try again later.',
      );
    if (isNew) this.#options.onWait({ ms, reason: 'rate-limited' });
  }

  #giveUpWhenAway(outcome: Outcome & { message: string }, troubled: number): void {
    if (!this.#patience.exhausted(outcome) && troubled <= longestSilence) return;
    const why = `The site gives no useful answer: ${outcome.message}.`;
    throw outcome.type === 'unreachable'
      ? new NotServedError(`${why} Check the site's address and the network.`)
      : new SiteUnavailableError(`${why} Try again later.`);
  }
}

/** How long after being recorded a request may be sent; ms. */
const sendWithin = 5000;
