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

/** What the file refers to, so that only what is needed is asked. */
export interface Needs {
  readonly groups: boolean;
  readonly sso: boolean;
  /** Root and home folders that are to be looked for. */
  readonly folders: Iterable<string>;
  readonly usernames: UsernameIndex;
  /** Whether every field of users that exist is needed (to update them), or only that they exist. */
  readonly whole: boolean;
}

/**
 * Asks the site, in few calls, what an import depends on. Rejects with NotAllowedError when the key
 * is not good for it.
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
    // What is missing of a user that is completed is found out by comparing all of it.
    const { id, username } = user;
    const whole = needs.whole || made.has(username);
    existing.set(username, whole ? user : { id, username });
  }
  return { ...known, now: clock.now(), existing, unfinished: made ?? new ByUsername() };
}

/** What is known of a site before its users are looked up; `users`: how many there are, if that is known. */
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
 * The legacy API tells nothing of the key, its owner, or the site's settings: that it shows the users is
 * what there is to know. Its rows refer to no groups and no providers, and their folders are made.
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

/** Rejects with NotAllowedError unless the key sees and changes all users. */
export async function requireAllUsers(site: Site): Promise<void> {
  if (site.api === 'rest') await requireAdministrator(site);
  else await countedUsers(site);
}

/** The legacy API's 403 is all that tells who is no administrator. */
function countedUsers(site: LegacySite): Promise<number | undefined> {
  return shownToAdministrators(site.userCount(), 'users');
}

/**
 * Whose key it is, the site's settings, and how long a request takes, in ms. Rejects with NotAllowedError
 * unless the key can do everything and its owner is a site administrator.
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
  // The connection is there now, so that this request takes as long as those that follow.
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

/** Of a list that is read while it changes: whom to tell of the others, and who knows who was in it. */
export interface ListReader {
  /** Told the names of users whom the file does not name, as far as the list was read. */
  passBy(username: string): void;
  hasFound(username: string): boolean;
}

/**
 * The users of the site whose names stand in the file, by the fewer calls of two ways: reading the
 * site's list, at 1,000 users a call, or asking for each name. How long the list is shows on the way:
 * when its first page is not its last, the site's own count decides. For a `reader` each name that is
 * missing from a list of several pages is asked for too: when users leave between two pages, others move
 * up and are skipped.
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
