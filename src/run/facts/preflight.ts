import { systemClock, type Clock } from '../../site/clock.js';
import { NotAllowedError, RefusedError } from '../../site/errors.js';
import { allOf } from '../../site/pages.js';
import type { Access, LegacySite, RestSite, Site, SiteSettings, User } from '../../site/site.js';
import type { UsernameIndex } from '../../validate/username-index.js';
import { askAbout } from '../ask-about.js';
import { ByUsername } from '../by-username.js';
import { GroupDirectory, SsoDirectory, type SiteFacts } from './facts.js';
import { missingFolders } from './missing-folders.js';
import type { RowState } from '../journal/progress.js';

/** What the file refers to, so that only what is needed is requested. */
export interface Needs {
  readonly groups: boolean;
  readonly sso: boolean;
  /** Root and home folders to look for. */
  readonly folders: Iterable<string>;
  readonly usernames: UsernameIndex;
  /** Whether every field of existing users is needed (to update them), or only whether they exist. */
  readonly whole: boolean;
}

/**
 * Asks the site, in few calls, what an import depends on. Rejects with NotAllowedError if the key does not
 * suffice.
 */
export async function preflight(
  site: Site,
  needs: Needs,
  clock: Clock,
  unfinished: () => Promise<ByUsername<RowState>>,
): Promise<SiteFacts> {
  const { users, ...known } = await (site.api === 'rest'
    ? askRest(site, needs, clock)
    : askLegacy(site, clock));
  const existing = new ByUsername<User>();
  let made: ByUsername<RowState> | undefined;
  for await (const user of findUsers(site, needs.usernames, users)) {
    made ??= await unfinished();
    // To complete a user, all its fields are compared.
    const { id, username } = user;
    const whole = needs.whole || made.has(username);
    existing.set(username, whole ? user : { id, username });
  }
  return { ...known, now: clock.now(), existing, unfinished: made ?? new ByUsername() };
}

/** What is known of a site before its users are looked up; `users`: their number, if known. */
type Known = Omit<SiteFacts, 'existing' | 'unfinished' | 'now'> & {
  readonly users: number | undefined;
};

async function askRest(site: RestSite, needs: Needs, clock: Clock): Promise<Known> {
  const { settings, latency } = await requireAdministrator(site, clock);
  const groups = new GroupDirectory(needs.groups ? await allOf(site.groups()) : []);
  const sso = new SsoDirectory(needs.sso ? await allOf(site.ssoStrategies()) : []);
  const missing = await missingFolders(site, needs.folders);
  return { api: 'rest', settings, latency, groups, sso, missingFolders: missing, users: undefined };
}

/**
 * The legacy API reveals nothing about the key, its owner, or the site's settings; only whether the key can
 * list users. Its rows refer to no groups or providers, and their folders are created with the user.
 */
async function askLegacy(site: LegacySite, clock: Clock): Promise<Known> {
  const asked = clock.now();
  const users = await countedUsers(site);
  return {
    api: 'legacy',
    settings: { name: null, user: null, raw: {} },
    latency: clock.now() - asked,
    groups: new GroupDirectory([]),
    sso: new SsoDirectory([]),
    missingFolders: new Set(),
    users,
  };
}

/** Rejects with NotAllowedError unless the key sees and can change all users. */
export async function requireAllUsers(site: Site): Promise<void> {
  if (site.api === 'rest') await requireAdministrator(site);
  else await countedUsers(site);
}

/** The legacy API's 403 is the only sign that someone is not an administrator. */
function countedUsers(site: LegacySite): Promise<number | undefined> {
  return shownToAdministrators(site.userCount(), 'users');
}

/**
 * Whose key it is, the site's settings, and how long a request takes, in ms. Rejects with NotAllowedError
 * unless the key has full permissions and its owner is a site administrator.
 */
export async function requireAdministrator(
  site: RestSite,
  clock: Pick<Clock, 'now'> = systemClock,
): Promise<{ access: Access; settings: SiteSettings; latency: number }> {
  const access = await site.access();
  if (access.permissionSet !== 'full')
    throw new NotAllowedError(
      `The API key is limited to "${access.permissionSet}". Use a key with the permission set "full".`,
    );
  // The connection is now open, so this request takes as long as those that follow.
  const asked = clock.now();
  const settings = await shownToAdministrators(site.settings(), 'settings');
  const latency = clock.now() - asked;
  const { user } = settings;
  if (!user || user.siteAdmin) return { access, settings, latency };
  throw new NotAllowedError(
    `The API key belongs to ${user.username}, who is not a site administrator. Only site administrators can see and change all users.`,
  );
}

async function shownToAdministrators<T>(asked: Promise<T>, what: string): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof RefusedError) || error.refusal.status !== 403) throw error;
    throw new NotAllowedError(
      `The site does not show its ${what} to this API key (${error.refusal.message}). Use the key of a site administrator.`,
    );
  }
}

/** For a list that may change while it is read: collects the other names, and checks for skipped users. */
export interface ListReader {
  /** Called with the names of users who are not in the file, as far as the list was read. */
  passBy(username: string): void;
  hasFound(username: string): boolean;
}

/**
 * The users of the site whose names are in the file, by whichever takes fewer calls: reading the site's
 * list, at 1,000 users a call, or asking for each name. If the first page is not the last, the site's own
 * count decides. For a `reader`, each name missing from a list of several pages is also looked up: when
 * users are deleted between two pages, others move up and are skipped.
 */
export async function* findUsers(
  site: Site,
  names: UsernameIndex,
  users: number | undefined,
  reader?: ListReader,
): AsyncGenerator<User> {
  if (names.size === 0) return;
  if (names.size === 1 || (users !== undefined && users / usersAPage > names.size)) {
    yield* askForEach(site, names.names());
    return;
  }
  let pages = 0;
  let limit = names.size;
  for await (const page of site.users()) {
    for (const user of page) {
      if (names.has(user.username)) yield user;
      else reader?.passBy(user.username);
    }
    pages += 1;
    if (page.length < usersAPage) continue;
    if (pages === 1 && users === undefined) {
      const count = await site.userCount();
      if (count !== undefined && count / usersAPage - 1 > names.size) limit = 1;
    }
    if (pages < limit) continue;
    yield* askForEach(site, names.names());
    return;
  }
  if (reader && pages > 1) yield* askForEach(site, missing(names, reader));
}

export const usersAPage = 1000;

function* missing(names: UsernameIndex, reader: ListReader): Generator<string> {
  for (const name of names.names()) if (!reader.hasFound(name)) yield name;
}

async function* askForEach(site: Site, names: Iterable<string>): AsyncGenerator<User> {
  const found: User[] = [];
  await askAbout(names, async (name) => {
    const user = await site.findUser(name);
    if (user) found.push(user);
  });
  yield* found;
}
