import type { z } from 'zod';
import { foldUsername } from '../columns/username.js';
import { Client, type ClientOptions } from './client.js';
import { credentialHeaders, wantsPasswordAgain, type Credential } from './credential.js';
import { NotAllowedError, RefusedError } from './errors.js';
import { headerOf } from './outcome.js';
import { refusalOf } from './refusal.js';
import { create, get, read, UnreadableReplyError, userRequests, type Send } from './requests.js';
import * as resources from './resources.js';
import type { Access, RestSite } from './site.js';

export type RestSiteOptions = Omit<ClientOptions, 'headers' | 'refusalOf'> &
  Credential & {
    readonly userAgent: string;
    /** Works in this workspace; undefined: in the key's. */
    readonly workspaceId?: number | undefined;
  };

/** Records per request: the most that the API recommends. */
const perPage = 1000;

const ofSession: Access = {
  name: null,
  permissionSet: 'full',
  userId: null,
  expiresAt: null,
  workspaceId: null,
};

/** A site over REST v1 (docs of the API: users, groups, permissions, folders, site, api_key). */
export function createRestSite(options: RestSiteOptions): RestSite {
  const { userAgent, workspaceId } = options;
  const workspace =
    workspaceId === undefined ? {} : { 'X-Files-Workspace-Id': String(workspaceId) };
  const client = new Client({
    ...options,
    headers: { ...credentialHeaders(options), ...workspace, 'User-Agent': userAgent },
    refusalOf,
  });
  const bySession = 'session' in options;
  const send: Send = (call) => client.send(call);
  const list = <T>(path: string, schema: z.ZodType<T>): AsyncIterable<readonly T[]> =>
    pages(send, path, schema);
  const users = userRequests(send, resources.user);

  return {
    ...users,
    api: 'rest',
    url: options.baseUrl,
    close: () => client.close(),
    // A session may do what its user may, and has no key to ask about.
    access: async () => (bySession ? ofSession : get(send, '/api_key', resources.access)),
    settings: () => get(send, '/site', resources.settings),
    groups: () => list('/groups', resources.group),
    findGroup: (name) =>
      firstOf(
        list(`/groups?filter[name]=${encodeURIComponent(name)}`, resources.group),
        (group) => group.name === name,
      ),
    createGroup: (name) => create(send, '/groups', { name }, resources.group),
    ssoStrategies: () => list('/sso_strategies', resources.ssoStrategy),
    users({ search, byUsername } = {}) {
      const query = [
        ...(byUsername === true ? ['sort_by[username]=asc'] : []),
        ...(search === undefined ? [] : [`search=${encodeURIComponent(search)}`]),
      ].join('&');
      return list(query === '' ? '/users' : `/users?${query}`, resources.user);
    },
    /** The most that there have ever been: the site gives no other number. */
    async userCount() {
      try {
        return (await get(send, '/site/usage', resources.usage)).high_water_user_count;
      } catch (error) {
        if (error instanceof RefusedError || error instanceof UnreadableReplyError)
          return undefined;
        throw error;
      }
    },
    findUser(username) {
      const folded = foldUsername(username);
      const found = list(`/users?filter[username]=${encodeURIComponent(username)}`, resources.user);
      // The site may match names more loosely.
      return firstOf(found, (user) => foldUsername(user.username) === folded);
    },
    async updateUser(id, body, given) {
      if (wantsPasswordAgain(body))
        refuseSession('change a password, an email or an administrator');
      return users.updateUser(id, body, given);
    },
    async deleteUser(id, given) {
      refuseSession('delete a user');
      return users.deleteUser(id, given);
    },
    async unlockUser(id, given) {
      await send({ method: 'POST', path: `/users/${id}/unlock`, ...given });
    },
    async resendWelcomeEmail(id, given) {
      const path = `/users/${id}/resend_welcome_email`;
      await send({ method: 'POST', path, onlyOnce: true, ...given });
    },
    async resetTwoFactor(id, given) {
      refuseSession('reset two-factor authentication');
      await send({ method: 'POST', path: `/users/${id}/2fa/reset`, ...given });
    },
    permissions: (userId) =>
      list(
        userId === undefined ? '/permissions' : `/permissions?filter[user_id]=${userId}`,
        resources.permission,
      ),
    async createPermission({ userId, path, permission, recursive }) {
      const body = { path, permission, recursive, user_id: userId };
      await create(send, '/permissions', body, resources.permission);
    },
    async createFolder(path) {
      try {
        await send({ method: 'POST', path: folderPath(path), body: { mkdir_parents: true } });
      } catch (error) {
        if (!(error instanceof RefusedError) || !isThereAlready(error)) throw error;
      }
    },
    folder: (path) => list(folderPath(path), resources.folderEntry),
    publicKeys: (userId) => list(`/public_keys?user_id=${userId}`, resources.publicKey),
    async createPublicKey({ userId, title, publicKey }) {
      const body = { user_id: userId, title, public_key: publicKey };
      await create(send, '/public_keys', body, resources.publicKey);
    },
  };

  /** The site would require the password of the session's user with each such request. */
  function refuseSession(what: string): void {
    if (!bySession) return;
    throw new NotAllowedError(
      `The site lets a session ${what} only with the password given again. Use an API key.`,
    );
  }
}

/** The first such entry on any page. */
async function firstOf<T>(
  pages: AsyncIterable<readonly T[]>,
  isMeant: (entry: T) => boolean,
): Promise<T | undefined> {
  for await (const page of pages) {
    const found = page.find(isMeant);
    if (found) return found;
  }
  return undefined;
}

/** How many consecutive pages may be empty: a filter can cause some. */
const mostEmptyPages = 1000;

/** Follows the cursors of a list: the header seen in recordings first, else the documented one. */
async function* pages<T>(
  send: Send,
  path: string,
  schema: z.ZodType<T>,
): AsyncGenerator<readonly T[]> {
  const first = `${path}${path.includes('?') ? '&' : '?'}per_page=${perPage}`;
  let cursor: string | undefined;
  // A list that leads back to its own page would never end.
  const seen = new Set<string>();
  for (let empty = 0; ;) {
    const next = cursor === undefined ? first : `${first}&cursor=${encodeURIComponent(cursor)}`;
    const reply = await send({ method: 'GET', path: next });
    const page = read(schema.array(), reply, path);
    empty = page.length > 0 ? 0 : empty + 1;
    if (empty > mostEmptyPages)
      throw new UnreadableReplyError(
        `The site keeps returning empty pages of ${path}. Try again later.`,
      );
    yield page;
    cursor =
      headerOf(reply.headers, 'x-files-cursor') ?? headerOf(reply.headers, 'x-files-cursor-next');
    if (cursor === undefined || cursor === '' || seen.has(cursor)) return;
    seen.add(cursor);
  }
}

function folderPath(path: string): string {
  return path === '' ? '/folders' : `/folders/${path.split('/').map(encodeURIComponent).join('/')}`;
}

function isThereAlready({ refusal: { type } }: RefusedError): boolean {
  return type === 'processing-failure/destination-exists';
}
