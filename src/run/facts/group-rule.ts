import { nearest } from '../../columns/did-you-mean.js';
import { issue, type Issue, type IssueCode } from '../../columns/issue.js';
import type { UserRecord } from '../../validate/check-row.js';
import { isGroupId, type StandingFacts } from './facts.js';
import type { BoundOptions } from '../journal/format.js';

/** A row's groups exist, or can be made. */
export function groupsExist(
  { line, values }: UserRecord,
  facts: StandingFacts,
  { createGroups }: Pick<BoundOptions, 'createGroups'>,
): Issue[] {
  const wanted = values.group_ids ?? [];
  return wanted.flatMap((reference) => {
    if (facts.groups.find(reference) !== undefined) return [];
    const verdict =
      ambiguous(reference, facts) ?? (createGroups ? toBeMade : toBeMadeFirst)(reference, facts);
    if (!verdict) return [];
    const { code, message, meant } = verdict;
    const suggestion =
      meant === undefined
        ? null
        : [...new Set(wanted.map((other) => (other === reference ? meant : other)))].join(',');
    return [issue(code, line, 'group_ids', message, suggestion)];
  });
}

interface Verdict {
  readonly code: IssueCode;
  readonly message: string;
  /** The group that was most likely meant. */
  readonly meant?: string | undefined;
}

function ambiguous(reference: string, { groups }: StandingFacts): Verdict | undefined {
  const ids = isGroupId(reference) ? [] : groups.named(reference);
  if (ids.length < 2) return undefined;
  return {
    code: 'group-ambiguous',
    message: `The site has ${ids.length} groups "${reference}" (ids ${ids.join(', ')}): write the id of the one that is meant.`,
  };
}

function missing(reference: string, { groups }: StandingFacts): Verdict {
  const meant = isGroupId(reference)
    ? undefined
    : (groups.spelled(reference) ?? nearest(reference, groups.names()));
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  const message = isGroupId(reference)
    ? `The site has no group with the id ${reference}. A number is a group's id: write the id or the name of one that it has.`
    : `The site has no group "${reference}".${hint} Group names must match exactly.`;
  return { code: 'group-not-found', message, meant };
}

function toBeMadeFirst(reference: string, facts: StandingFacts): Verdict {
  const verdict = missing(reference, facts);
  const { groups, settings } = facts;
  // A name that differs in case alone is not made either.
  if (isGroupId(reference) || groups.spelled(reference) !== undefined) return verdict;
  const cure =
    settings.raw.non_sso_groups_allowed === false
      ? 'Have it created there.'
      : 'Create it there, or use --create-groups.';
  return { ...verdict, message: `${verdict.message} ${cure}` };
}

/** The site may take two names that differ in case alone for one: that is not tried out. */
function toBeMade(reference: string, facts: StandingFacts): Verdict | undefined {
  const { groups, settings } = facts;
  if (isGroupId(reference) || groups.spelled(reference) !== undefined)
    return missing(reference, facts);
  if (settings.raw.non_sso_groups_allowed === false)
    return {
      code: 'groups-only-from-sso',
      message: `The site has no group "${reference}", and lets only its single sign-on create groups: name an existing one, or have it created there.`,
    };
  const first = groups.expected(reference);
  if (first !== undefined && first !== reference)
    return {
      code: 'group-named-otherwise',
      message: `A row above has this group as "${first}". Write it the same way in both.`,
      meant: first,
    };
  const like = nearest(reference, groups.names());
  if (like === undefined) return undefined;
  return {
    code: 'group-like-another',
    message: `The group "${reference}" will be created: the site has none of that name. Did you mean "${like}"?`,
    meant: like,
  };
}
