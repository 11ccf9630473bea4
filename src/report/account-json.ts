import type { RunAccount } from '../run/account.js';
import { stopJson } from './why-stopped.js';

/** The result of an import for programs; without its journal if that is not `kept`. */
export function accountJson(account: RunAccount, kept: boolean): Record<string, unknown> {
  const { tally, stop } = account;
  return {
    version: 1,
    run: account.run,
    site: account.site,
    ended: stop === undefined,
    ...stopJson(stop),
    ...tally,
    incomplete: account.incomplete,
    adopted: account.adopted,
    groups: account.groups,
    remaining: account.remaining,
    leftOut: account.invalid,
    failures: account.failures,
    journal: kept ? account.journal : null,
    passwords: account.passwords ?? null,
    rejects: account.rejects ?? null,
  };
}
