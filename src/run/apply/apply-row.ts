import type { Directory } from '../../columns/column.js';
import type { Clock } from '../../site/clock.js';
import { RefusedError } from '../../site/errors.js';
import type { Site } from '../../site/site.js';
import { addPermissionsAndKeys } from './permissions-and-keys.js';
import type { Folders } from './folders.js';
import type { Apply } from '../plan/intent.js';
import type { NewGroups } from './new-groups.js';
import type { BoundOptions, JournalRecord, Outcome, Problem } from '../journal/format.js';
import type { Progress } from '../journal/progress.js';
import type { Passwords } from './passwords.js';
import { refusedRow } from './refused-row.js';
import { problemsOf, type RowOutcome } from './row-account.js';
import type { Journal } from '../journal/journal.js';
import { RefusedInDoubtError } from './send-once.js';
import { ConflictError, changeUser, createUser } from './settle-user.js';

export interface RowContext {
  readonly site: Site;
  readonly log: Journal<JournalRecord>;
  /** The run's progress. */
  readonly progress: Progress;
  /** undefined: folders are not created before permissions on them. */
  readonly folders: Folders | undefined;
  /** undefined: the API has no groups. */
  readonly groups: NewGroups | undefined;
  /** undefined: a row without a password creates a user without one. */
  readonly passwords: Passwords | undefined;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: () => number;
  /** Aborted when everything is to stop at once. */
  readonly abort: AbortSignal;
  readonly options: Pick<BoundOptions, 'updatePasswords'>;
}

/**
 * Carries out one row: its user first, then permissions and keys. A refusal is an outcome; the promise
 * rejects only if the row was left unfinished (SiteUnavailableError, NotAllowedError, JournalError, abort),
 * and then the journal has what is needed to continue.
 */
export async function applyRow(intent: Apply, context: RowContext): Promise<RowOutcome> {
  const { line, username } = intent.record;
  const ended = (outcome: Outcome, problems: RowOutcome['problems'] = []): RowOutcome => ({
    line,
    username,
    outcome,
    problems,
  });
  try {
    const groups = await groupsFor(intent, context);
    if (groups.length > 0) return await refusedRow(ended('failed', groups), context);
    const { action } = intent;
    const user = await (action === 'create' ? createUser : changeUser)(intent, context);
    const { added, problems } = await addPermissionsAndKeys(user, intent, context);
    if (problems.length > 0) return ended('failed', problems);
    if (action === 'create') return ended('created');
    if (action === 'complete') return ended('completed');
    return ended(user.changed || added > 0 ? 'updated' : 'unchanged');
  } catch (error) {
    if (error instanceof ConflictError)
      return ended('conflict', [{ column: 'username', message: error.message }]);
    if (error instanceof RefusedError)
      return {
        ...ended('failed', problemsOf(error.refusal, 'The site refused the user')),
        ...(error instanceof RefusedInDoubtError && { inDoubt: true }),
      };
    throw error;
  }
}

/** Creates the row's groups that do not exist yet; returns why the site refused one. */
async function groupsFor({ record }: Apply, { groups }: RowContext): Promise<Problem[]> {
  try {
    await groups?.ensure(record.values.group_ids ?? []);
    return [];
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return problemsOf(error.refusal, 'The site refused the group', 'group_ids');
  }
}
