import { SiteUnavailableError } from '../site/errors.js';
import { applyRow, type RowContext } from './apply-row.js';
import type { Intent } from './intent.js';
import { problemsOfIssues, type RowOutcome } from './row-account.js';

/** A row's line and name, and what is to be done for it. */
export interface Task {
  readonly line: number;
  readonly username: string;
  readonly intent: Intent;
}

export interface ExecuteOptions extends RowContext {
  /** How many requests are under way at once. */
  readonly concurrency: number;
  /** Aborted when no further row is to be begun; those under way are finished. */
  readonly stop: AbortSignal;
  readonly onRow: (outcome: RowOutcome) => void;
}

/**
 * Carries out tasks, several at once, and writes each one's end into the journal. Resolves with how
 * many rows were left unfinished for lack of an answer, and whether every task was begun; rejects with
 * what made going on pointless.
 * Memory does not depend on the number of tasks: each loop takes the next one when it has ended its own.
 */
export async function execute(
  tasks: AsyncIterator<Task>,
  options: ExecuteOptions,
): Promise<{ unfinished: number; exhausted: boolean }> {
  const { clock, stop } = options;
  const failed = new AbortController();
  let unfinished = 0;
  let exhausted = false;
  let lastEnd = clock.now();

  const loop = async (): Promise<void> => {
    while (!stop.aborted && !failed.signal.aborted) {
      const next = await tasks.next();
      if (next.done === true) {
        exhausted = true;
        return;
      }
      try {
        const outcome = await perform(next.value, options);
        if (outcome) {
          lastEnd = clock.now();
          finish(outcome, options);
        }
      } catch (error) {
        // One row without an answer is left for later; when nothing at all has ended for as long,
        // the site is away.
        const away = clock.now() - lastEnd >= sitePatience;
        if (!(error instanceof SiteUnavailableError) || away) throw error;
        unfinished += 1;
      }
    }
  };

  // Some more than may send at once: they write down their rows' starts while the others send.
  const length = options.concurrency + Math.ceil(options.concurrency / 5);
  const loops = Array.from({ length }, () =>
    loop().catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  const results = await Promise.allSettled(loops);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  return { unfinished, exhausted };
}

const sitePatience = 110_000;

async function perform(
  { line, username, intent }: Task,
  context: RowContext,
): Promise<RowOutcome | undefined> {
  switch (intent.type) {
    case 'settled':
      return undefined;
    case 'skip':
      return { line, username, outcome: 'skipped', problems: [] };
    case 'refuse': {
      const taken = intent.issues.some(({ code }) => code === 'username-taken');
      const problems = problemsOfIssues(intent.issues);
      return { line, username, outcome: taken ? 'conflict' : 'failed', problems };
    }
    case 'apply':
      return applyRow(intent, context);
  }
}

function finish(outcome: RowOutcome, { log, onRow }: ExecuteOptions): void {
  const { line, username, problems } = outcome;
  log.note({
    type: 'end',
    line,
    outcome: outcome.outcome,
    ...(problems.length > 0 && { username, problems: [...problems] }),
  });
  onRow(outcome);
}
