import { nearest } from '../../columns/did-you-mean.js';
import { issue, type Issue, type IssueCode } from '../../columns/issue.js';
import type { UserRecord } from '../../validate/check-row.js';
import { isGroupId, type StandingFacts } from './facts.js';
import type { BoundOptions } from '../journal/format.js';

/** A row's groups exist, or can be created. */
export function groupsExist(
  { line, values }: UserRecord,
  facts: StandingFacts,
  { createGroups }: Pick<BoundOptions, 'createGroups'>,
): Issue[] {
  const wanted = values.group_ids ?? [];
  return wanted.flatMap((reference) => {
    if (facts.groups.find(reference) !== undefined) return [];
    const verdict = isGroupId(reference)
      ? noSuchId(reference)
      : verdictOn(reference, facts, createGroups);
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

function noSuchId(id: string): Verdict {
  return {
    code: 'group-not-found',
    message: `The site has no group with the id ${id}. A number is a group's id: write the id or name of an existing group.`,
  };
}

/** The issue of a name that is not exactly one group's; undefined: the group is created. */
function verdictOn(
  name: string,
  { groups, settings }: StandingFacts,
  createGroups: boolean,
): Verdict | undefined {
  const ids = groups.named(name);
  if (ids.length > 1)
    return {
      code: 'group-ambiguous',
      message: `The site has ${ids.length} groups "${name}" (ids ${ids.join(', ')}): write the id of the one that is meant.`,
    };
  const spelled = groups.spelled(name);
  const meant = spelled ?? nearest(name, groups.names());
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  const onlyFromSso = settings.raw.non_sso_groups_allowed === false;
  // The site may treat two names that differ only in case as one, so this is not attempted.
  if (spelled !== undefined || !createGroups) {
    const cure =
      spelled !== undefined
        ? ''
        : onlyFromSso
          ? ' Have it created there.'
          : ' Create it there, or use --create-groups.';
    const message = `The site has no group "${name}".${hint} Group names must match exactly.${cure}`;
    return { code: 'group-not-found', message, meant };
  }
  if (onlyFromSso)
    return {
      code: 'groups-only-from-sso',
      message: `The site has no group "${name}", and lets only SSO create groups: name an existing group, or have the SSO provider create it.`,
    };
  const first = groups.expected(name);
  if (first !== undefined && first !== name)
    return {
      code: 'group-named-otherwise',
      message: `An earlier row writes this group as "${first}". Write it the same way in both.`,
      meant: first,
    };
  if (meant === undefined) return undefined;
  return {
    code: 'group-like-another',
    message: `The group "${name}" will be created: the site has none with that name.${hint}`,
    meant,
  };
}
