import { applyRow, type RowContext } from './apply-row.js';
import type { Intent } from '../plan/intent.js';
import { refusedRow } from './refused-row.js';
import type { RowOutcome } from './row-account.js';
import { workThrough, type WorkOptions, type Worked } from '../work-through.js';

/** A row's line and name, and what to do for it. */
export interface RowTask {
  readonly line: number;
  readonly username: string;
  readonly intent: Intent;
}

export interface ExecuteOptions extends RowContext, WorkOptions {
  readonly onRow: (outcome: RowOutcome) => void;
}

/** Carries out tasks, several at once, and writes each one's end into the journal. */
export function execute(tasks: AsyncIterator<RowTask>, options: ExecuteOptions): Promise<Worked> {
  return workThrough(
    tasks,
    async (task) => {
      const outcome = await perform(task, options);
      if (outcome) finish(outcome, options);
      return outcome !== undefined;
    },
    options,
  );
}

async function perform(
  { line, username, intent }: RowTask,
  context: RowContext,
): Promise<RowOutcome | undefined> {
  switch (intent.type) {
    case 'settled':
      return undefined;
    case 'skip':
      return { line, username, outcome: 'skipped', problems: [] };
    case 'refuse': {
      const taken = intent.issues.some(({ code }) => code === 'username-taken');
      const problems = intent.issues.map(({ column, message }) => ({ column, message }));
      const outcome = taken ? 'conflict' : 'failed';
      return refusedRow({ line, username, outcome, problems }, context);
    }
    case 'apply':
      return applyRow(intent, context);
  }
}

function finish(outcome: RowOutcome, { log, onRow }: ExecuteOptions): void {
  const { line, username, problems, inDoubt } = outcome;
  log.note({
    type: 'end',
    line,
    outcome: outcome.outcome,
    ...(problems.length > 0 && { username, problems: [...problems] }),
    ...(inDoubt && { inDoubt }),
  });
  onRow(outcome);
}
