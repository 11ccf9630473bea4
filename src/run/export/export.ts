import type { Column, ReturnedUser } from '../../columns/column.js';
import { itemsOfApi } from '../../columns/kinds/list.js';
import { allColumns, documentedColumns, type ColumnName } from '../../columns/table.js';
import { allOf } from '../../site/pages.js';
import type { RestSite, User } from '../../site/site.js';
import { askAbout } from '../ask-about.js';
import { cellOf, noteTaker, type ExportNote } from './notes.js';
import { GroupDirectory, isGroupId, SsoDirectory, type StandingFacts } from '../facts/facts.js';
import { PermissionIndex } from '../facts/permission-index.js';
import { requireAdministrator } from '../facts/preflight.js';

/** Which users, and which columns. */
export interface ExportOptions {
  /** Only members of this group: its name, or its id. */
  readonly group?: string | undefined;
  /** Only users with this in their username, name or email. */
  readonly search?: string | undefined;
  /** Without site administrators. */
  readonly notAdmin: boolean;
  /** Also the further columns that the site returns, with which a file is no longer portable. */
  readonly all: boolean;
  /** The current time, in milliseconds since the epoch. */
  readonly now: number;
}

/** A user as a row of the import format. */
export interface ExportedUser {
  readonly username: string;
  /** In the order of the columns. */
  readonly cells: readonly string[];
  readonly notes: readonly ExportNote[];
}

export interface UserExport {
  readonly columns: readonly Column<ColumnName>[];
  /** By username, one page of the site's list at a time. */
  readonly pages: AsyncGenerator<readonly ExportedUser[]>;
}

/** The site has no group of that name or id, or more than one (exit 2). */
export class GroupNotFoundError extends Error {
  override name = 'GroupNotFoundError';
}

/**
 * The users of a site as rows of an import file. Takes four calls, one per 1,000 users, and one per 1,000
 * permissions. Users are streamed, and only their ids are kept, 3 MB for 100,000; permissions are all kept
 * (permission-index.ts), because the site lists them in another order. Rejects with NotAllowedError if the
 * key does not see every user.
 */
export async function exportUsers(site: RestSite, options: ExportOptions): Promise<UserExport> {
  const { settings } = await requireAdministrator(site);
  const groups = new GroupDirectory(await allOf(site.groups()));
  const sso = new SsoDirectory(await allOf(site.ssoStrategies()));

  const selected = select(site, options, groups);
  const head: User[] = [];
  let next = await selected.next();
  for (; next.done !== true; next = await selected.next()) {
    for (const user of next.value) head.push(user);
    if (head.length >= headSize) break;
  }
  const permissions = await readPermissions(site, next.done === true ? head : undefined);

  const told = allColumns.filter(
    ({ parameter, secret }) =>
      !secret && parameter !== null && head.some((user) => user[parameter] !== undefined),
  );
  const further = told.filter((column) => !documentedColumns.includes(column));
  const columns = [...documentedColumns, ...(options.all ? further : [])];
  const notesOf = noteTaker(
    columns,
    options.all ? [] : further,
    { settings, groups, sso },
    options.now,
  );

  const row = (user: User): ExportedUser => {
    const returned = asReturned(user, permissions, { groups, sso });
    const cells = columns.map((column) => cellOf(column, returned));
    return { username: user.username, cells, notes: notesOf({ user, returned, cells }) };
  };
  return {
    columns,
    pages: (async function* () {
      yield head.splice(0).map(row);
      for await (const users of selected) yield users.map(row);
    })(),
  };
}

/** How many users are read before deciding how to request their permissions. */
const headSize = 1000;

async function* select(
  site: RestSite,
  { group, search, notAdmin }: ExportOptions,
  groups: GroupDirectory,
): AsyncGenerator<readonly User[]> {
  const id = group === undefined ? undefined : groups.find(group);
  if (group !== undefined && id === undefined)
    throw new GroupNotFoundError(whyNoGroup(group, groups));
  const member = String(id);
  const seen = new Set<number>();
  // Users created while the list is read push others to a later page.
  const isNew = (user: User): boolean => seen.size < seen.add(user.id).size;
  for await (const page of site.users({ search, byUsername: true }))
    yield page.filter(
      (user) =>
        (id === undefined || itemsOfApi(user.group_ids ?? null).includes(member)) &&
        !(notAdmin && user.site_admin === true) &&
        isNew(user),
    );
}

/**
 * The permissions of the site's users. For `few` users, they are requested user by user once the site's
 * list turns out to be longer: at most twice the calls of the better way.
 */
async function readPermissions(
  site: RestSite,
  few: readonly User[] | undefined,
): Promise<PermissionIndex> {
  const index = new PermissionIndex();
  if (few?.length === 0) return index;
  let pages = 0;
  for await (const page of site.permissions()) {
    for (const permission of page) index.add(permission);
    pages += 1;
    if (few && pages > few.length) return permissionsOf(few, site);
  }
  return index;
}

async function permissionsOf(users: readonly User[], site: RestSite): Promise<PermissionIndex> {
  const index = new PermissionIndex();
  await askAbout(users, async ({ id }) => {
    for await (const page of site.permissions(id))
      for (const permission of page) index.add(permission);
  });
  return index;
}

function asReturned(
  user: User,
  permissions: PermissionIndex,
  { groups, sso }: Pick<StandingFacts, 'groups' | 'sso'>,
): ReturnedUser {
  const provider =
    user.authentication_method === 'sso' && typeof user.sso_strategy_id === 'number'
      ? sso.providerOf(user.sso_strategy_id)
      : undefined;
  return {
    fields: user,
    permissions: permissions.of(user.id),
    groups: itemsOfApi(user.group_ids ?? null)
      .map((id) => groups.referenceTo(Number(id)))
      .sort(),
    sso: provider === undefined ? undefined : { provider, alone: sso.find(provider).length < 2 },
  };
}

function whyNoGroup(group: string, groups: GroupDirectory): string {
  const ids = groups.named(group);
  if (isGroupId(group)) {
    const named = ids.length > 0 ? ` The group of that name has the id ${ids.join(' or ')}.` : '';
    return `The site has no group with the id ${group}: a number is a group's id.${named}`;
  }
  if (ids.length > 1)
    return `The site has ${ids.length} groups "${group}" (ids ${ids.join(', ')}): give the id of the one that is meant.`;
  const spelled = groups.spelled(group);
  const hint = spelled === undefined ? '' : ` Did you mean "${spelled}"?`;
  return `The site has no group "${group}".${hint} Group names must match exactly; a number is a group's id.`;
}
