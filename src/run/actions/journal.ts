import { z } from 'zod';
import { boundOptions, line, runHeader, sessionRecords } from '../journal/format.js';
import { readInto, type JournalContent } from '../journal/reader.js';
import { userActions } from './user-actions.js';

/**
 * The journal of an action on users: like that of an import, with another first line, and with a start and
 * an end for each row (docs/journal.md).
 */
const actionHeader = runHeader.omit({ options: true }).extend({
  type: z.literal('users'),
  action: z.enum(userActions),
  read: boundOptions.shape.read,
});
export type ActionHeader = z.infer<typeof actionHeader>;

/** What tells which action's journal it is, also for journals of other versions. */
export const actionIdentity = actionHeader
  .pick({ type: true, startedAt: true, site: true, file: true, action: true })
  .loose();
export type ActionIdentity = z.infer<typeof actionIdentity>;

/** How a row can end. */
const actionOutcomes = [
  'done',
  /** The user already was as the action would leave it. */
  'unneeded',
  /** The key's owner, who must not lose access. */
  'left',
  /** The site has no such user. */
  'missing',
  /** The request was sent and its reply lost, and repeating it is not safe. */
  'in-doubt',
  'failed',
] as const;
export type ActionOutcome = (typeof actionOutcomes)[number];

const actionRecord = z.discriminatedUnion('type', [
  actionHeader,
  /** The request for the row's user is about to be sent. */
  z.object({ type: z.literal('start'), line, username: z.string(), id: z.number() }),
  /** The site answered that it did not serve that request, and the session ended with it. */
  z.object({ type: z.literal('not-served'), line }),
  z.object({
    type: z.literal('end'),
    line,
    outcome: z.enum(actionOutcomes),
    /** For a row whose user is not as the action would leave it. */
    username: z.string().optional(),
    why: z.string().optional(),
  }),
  ...sessionRecords,
]);
export type ActionRecord = z.infer<typeof actionRecord>;

/** A row whose user is not as the action would leave it. */
export interface NotDone {
  readonly line: number;
  readonly username: string;
  readonly outcome: Exclude<ActionOutcome, 'done' | 'unneeded'>;
  readonly why: string;
}

export type ActionTally = Record<ActionOutcome, number>;

/** The state of a run, built from its journal and kept up to date while it continues. */
export class ActionProgress {
  readonly tally: ActionTally = {
    done: 0,
    unneeded: 0,
    left: 0,
    missing: 0,
    'in-doubt': 0,
    failed: 0,
  };
  ended = false;
  readonly #started = new Map<number, number>();
  readonly #settled = new Map<number, 'done' | 'unneeded'>();
  readonly #notDone = new Map<number, NotDone>();

  apply(record: ActionRecord): void {
    switch (record.type) {
      case 'users':
        return;
      case 'start':
        this.#started.set(record.line, record.id);
        return;
      case 'not-served':
        this.#started.delete(record.line);
        return;
      case 'end':
        return this.#end(record);
      case 'resumed':
        return this.reopen(record.retry);
      case 'ended':
        this.ended = true;
        return;
    }
  }

  /** Whether the row on this line has ended. */
  settled(line: number): boolean {
    return this.#settled.has(line) || this.#notDone.has(line);
  }

  /** Whether the user of this line already was as the action would leave it. */
  reached(line: number): boolean {
    return this.#settled.has(line);
  }

  /** The id of the user for whom a request was started and has not ended. */
  started(line: number): number | undefined {
    return this.#started.get(line);
  }

  get notDone(): readonly NotDone[] {
    return [...this.#notDone.values()].sort((a, b) => a.line - b.line);
  }

  /** Rows that a retry may repeat. */
  get failures(): readonly NotDone[] {
    return this.notDone.filter(canBeTriedAgain);
  }

  #end({ line, outcome, username = '', why = '' }: ActionRecord & { type: 'end' }): void {
    const before = this.#settled.get(line);
    if (before !== undefined) this.tally[before] -= 1;
    this.#settled.delete(line);
    this.tally[outcome] += 1;
    this.#started.delete(line);
    if (outcome === 'done' || outcome === 'unneeded') this.#settled.set(line, outcome);
    else this.#notDone.set(line, { line, username, outcome, why });
  }

  /** The run continues; with `retry`, what failed is repeated. */
  reopen(retry: boolean): void {
    this.ended = false;
    if (!retry) return;
    for (const { line, outcome } of this.failures) {
      this.tally[outcome] -= 1;
      this.#notDone.delete(line);
    }
  }
}

/** What is in doubt is not retried: that would send it a second time. */
function canBeTriedAgain({ outcome }: NotDone): boolean {
  return outcome === 'failed' || outcome === 'missing';
}

export type ActionContent = JournalContent<ActionHeader, ActionProgress>;

export function readAction(path: string): Promise<ActionContent | undefined> {
  return readInto(new ActionProgress(), path, actionRecord, 'users');
}
