import { issue, type Issue } from '../../columns/issue.js';
import type { User } from '../../site/site.js';
import type { UserRecord } from '../../validate/check-row.js';
import type { SiteFacts } from '../facts/facts.js';
import type { Action, BoundOptions } from '../journal/format.js';
import type { Progress, RowState } from '../journal/progress.js';
import { newUserIsWhole, siteRules } from '../facts/site-rules.js';

/** What to do for a row. */
export type Intent =
  /** The run has already done it. */
  | { readonly type: 'settled' }
  /** The site has the user, and the file is not to change it. */
  | { readonly type: 'skip' }
  /** The site would not take it. */
  | { readonly type: 'refuse'; readonly issues: readonly Issue[] }
  | Apply;

/** The row's user is to be created, changed or completed. */
export interface Apply {
  readonly type: 'apply';
  readonly action: Action;
  readonly record: UserRecord;
  /** What an earlier attempt of this run left behind. */
  readonly state: RowState | undefined;
  /** What the site will do differently from the row. */
  readonly warnings: readonly Issue[];
  /** The user to change or complete. */
  readonly existing: User | undefined;
}

export interface IntentContext {
  readonly facts: SiteFacts;
  readonly progress: Progress;
  readonly options: Pick<
    BoundOptions,
    'existing' | 'createGroups' | 'generatePasswords' | 'updatePasswords'
  >;
}

/** Decides what to do for a row; plan and run use the same decision. */
export function intentOf(record: UserRecord, context: IntentContext): Intent {
  const { facts, progress, options } = context;
  const { line, username } = record;
  if (progress.settled(line)) return { type: 'settled' };
  const issues = siteRules.flatMap((rule) => rule(record, facts, options));
  const state = progress.open(line);
  const existing = facts.existing.get(username);
  const apply = (action: Action): Intent => {
    const found =
      action === 'create' ? [...issues, ...newUserIsWhole(record, facts, options)] : issues;
    return found.some(({ severity }) => severity === 'error')
      ? { type: 'refuse', issues: found }
      : { type: 'apply', action, record, state, warnings: found, existing };
  };

  // Started before: whether an existing user is ours is found out when the row is resumed.
  if (state && !(state.action === 'complete' && existing)) return apply(state.action);
  if (!existing) return apply('create');
  if (facts.unfinished.get(username)?.user?.id === existing.id) return apply('complete');
  const refuse = (what: string, remedy: string): Intent => ({
    type: 'refuse',
    issues: [
      ...issues,
      issue('username-taken', line, 'username', `${what} user "${username}". ${remedy}`),
    ],
  });
  switch (options.existing) {
    case 'update':
      if (!progress.later?.has(username)) return apply('update');
      return refuse('A later run has imported', 'If the row still holds, import it by itself.');
    case 'skip':
      return { type: 'skip' };
    case 'error':
      return refuse(
        'The site already has a',
        'Remove the row, or use --existing skip or --existing update.',
      );
  }
}
