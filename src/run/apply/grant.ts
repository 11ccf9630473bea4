import { implies } from '../../columns/permissions.js';
import { samePath } from '../../columns/path.js';
import { RefusedError } from '../../site/errors.js';
import { entriesOf } from '../../site/pages.js';
import type { NewPermission, Permission } from '../../site/site.js';
import type { RestContext, SettledUser } from './apply-row.js';
import { sendOnce } from './doubt.js';
import type { Intent } from '../plan/intent.js';
import type { Problem } from '../journal/format.js';
import { problemsOf } from './row-account.js';

/** What was given to a user, and what the site refused. */
export interface Granted {
  readonly added: number;
  readonly problems: readonly Problem[];
}

/**
 * Gives a user the row's folder permissions that it does not have. A refused one does not keep the
 * others from being given.
 */
export async function grantPermissions(
  user: SettledUser,
  { record, action }: Intent & { type: 'apply' },
  context: RestContext,
): Promise<Granted> {
  const wanted = record.values.folder_permissions ?? [];
  if (wanted.length === 0) return { added: 0, problems: [] };
  const problems: Problem[] = [];
  const present = user.fresh ? [] : await permissionsOf(user.id, context);
  // Of a user that was there before the run, what is implied is there already; for one that the run
  // makes, the file is followed to the letter, so that an interrupted run ends like any other.
  const covers = action === 'create' ? equal : implies;
  let added = 0;
  for (const permission of wanted) {
    if (present.some((other) => covers(other, permission))) continue;
    try {
      await context.folders?.ensure(permission.path);
      await grant({ userId: user.id, ...permission }, context);
      added += 1;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const what = `The user is there, but the site refused ${permission.permission} on /${permission.path}`;
      problems.push(...problemsOf(error.refusal, what, 'folder_permissions'));
    }
  }
  return { added, problems };
}

function grant(permission: NewPermission, context: RestContext): Promise<void> {
  return sendOnce(
    () => context.site.createPermission(permission),
    async () =>
      (await permissionsOf(permission.userId, context)).some((other) => equal(other, permission)),
    context,
  );
}

function permissionsOf(userId: number, { site }: RestContext): Promise<Permission[]> {
  return entriesOf(site.permissions(userId));
}

type Grant = Pick<Permission, 'path' | 'permission' | 'recursive'>;

function equal(a: Grant, b: Grant): boolean {
  return a.permission === b.permission && a.recursive === b.recursive && samePath(a.path, b.path);
}
