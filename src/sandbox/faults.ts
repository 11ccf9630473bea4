/**
 * What can go wrong between a site and its client. `before`: the request is not served; `after`: it is
 * served, and its reply does not arrive properly.
 */
export const faultKinds = [
  /** The connection breaks; nothing was done. */
  'lost-before',
  /** The connection breaks; it was done. */
  'lost-after',
  /** 500 with a JSON body; nothing was done. */
  'error-before',
  /** 500 with a JSON body; it was done. */
  'error-after',
  /** 502 with an HTML body; nothing was done. */
  'bad-gateway',
  /** The reply breaks off in the middle; it was done. */
  'cut',
  /** The reply is complete by its length, but its JSON is not; it was done. */
  'cut-json',
  /** The reply has no body; it was done. */
  'empty',
  /** 429 with `Retry-After: 1`; nothing was done. */
  'limited',
  /** 429 without `Retry-After`; nothing was done. */
  'limited-bare',
  /** It was done, and the reply is late. */
  'slow',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** The share of the affected requests, 0 to 1. */
  readonly share: number;
  /** How late a `slow` reply is; ms. */
  readonly ms?: number;
}

export interface FaultPlan {
  readonly faults: readonly Fault[];
  /** Which requests are affected; default: all. */
  readonly concerns?: (method: string, path: string) => boolean;
}

/**
 * Parses a list such as `lost-after=0.05,bad-gateway=0.1,slow=0.02:500`. Throws an Error that says what is
 * wrong.
 */
export function parseFaults(text: string): FaultPlan {
  const faults = text.split(',').map((part): Fault => {
    const [, name, share, ms] = /^([a-z-]+)=(\d*\.\d+|\d+)(?::(\d{1,8}))?$/.exec(part.trim()) ?? [];
    const kind = faultKinds.find((known) => known === name);
    if (kind === undefined || Number(share) > 1)
      throw new Error(
        `"${part.trim()}" is not a fault: write KIND=SHARE, the share from 0 to 1 and the kind one of ${faultKinds.join(', ')}; slow takes milliseconds too, as in slow=0.1:500.`,
      );
    return { kind, share: Number(share), ...(ms !== undefined && { ms: Number(ms) }) };
  });
  if (faults.reduce((sum, { share }) => sum + share, 0) > 1)
    throw new Error('The shares of all faults together are more than 1.');
  return { faults };
}

/** The fault for a request, chosen with `random`. */
export function drawFault(
  { faults, concerns }: FaultPlan,
  method: string,
  path: string,
  random: () => number,
): Fault | undefined {
  if (concerns && !concerns(method, path)) return undefined;
  let drawn = random();
  for (const fault of faults) {
    drawn -= fault.share;
    if (drawn < 0) return fault;
  }
  return undefined;
}
