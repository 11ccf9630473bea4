import type { z } from 'zod';
import { foldUsername } from '../columns/username.js';
import { Client, type Call, type ClientOptions } from './client.js';
import { credentialHeaders, wantsPasswordAgain, type Credential } from './credential.js';
import { NotAllowedError, RefusedError } from './errors.js';
import { headerOf } from './outcome.js';
import { refusalOf } from './refusal.js';
import { hook, orUndefined, read, readCreated, UnreadableReplyError } from './replies.js';
import * as resources from './resources.js';
import type { RequestKind } from './retry-policy.js';
import type { Access, RestSite, SendOptions } from './site.js';

export type RestSiteOptions = Omit<ClientOptions, 'headers' | 'refusalOf'> &
  Credential & {
    readonly userAgent: string;
    /** Works in this workspace; undefined: in that of the key. */
    readonly workspaceId?: number | undefined;
  };

/** Records of a list that are asked for at once: the most that the API advises. */
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

  const get = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
    read(schema, await client.send({ method: 'GET', path }), path);
  const list = <T>(path: string, schema: z.ZodType<T>): AsyncIterable<readonly T[]> =>
    pages(client, path, schema);

  return {
    api: 'rest',
    url: options.baseUrl,
    close: () => client.close(),
    // A session may do what its user may, and has no key to ask for.
    access: () => (bySession ? Promise.resolve(ofSession) : get('/api_key', resources.access)),
    settings: () => get('/site', resources.settings),
    groups: () => list('/groups', resources.group),
    async findGroup(name) {
      const filter = `filter[name]=${encodeURIComponent(name)}`;
      for await (const page of list(`/groups?${filter}`, resources.group)) {
        const found = page.find((group) => group.name === name);
        if (found) return found;
      }
      return undefined;
    },
    createGroup: (name) => create('/groups', { name }, resources.group),
    ssoStrategies: () => list('/sso_strategies', resources.ssoStrategy),
    users({ search, byUsername } = {}) {
      const query = [
        ...(byUsername === true ? ['sort_by[username]=asc'] : []),
        ...(search === undefined ? [] : [`search=${encodeURIComponent(search)}`]),
      ].join('&');
      return list(query === '' ? '/users' : `/users?${query}`, resources.user);
    },
    /** The most that there have ever been: the site tells no other number. */
    async userCount() {
      try {
        return (await get('/site/usage', resources.usage)).high_water_user_count;
      } catch (error) {
        if (error instanceof RefusedError || error instanceof UnreadableReplyError)
          return undefined;
        throw error;
      }
    },
    async findUser(username) {
      const folded = foldUsername(username);
      const filter = `filter[username]=${encodeURIComponent(username)}`;
      // The site may match more loosely than names are told apart.
      for await (const page of list(`/users?${filter}`, resources.user)) {
        const found = page.find((user) => foldUsername(user.username) === folded);
        if (found) return found;
      }
      return undefined;
    },
    getUser: (id) => orUndefined(get(`/users/${id}`, resources.user)),
    createUser: (body, { beforeSend } = {}) => create('/users', body, resources.user, beforeSend),
    async updateUser(id, body, { beforeSend } = {}) {
      if (wantsPasswordAgain(body))
        refuseSession('change a password, an email or an administrator');
      const path = `/users/${id}`;
      const reply = await client.send({ method: 'PATCH', path, body, ...hook(beforeSend) });
      return read(resources.user, reply, path);
    },
    async deleteUser(id, { beforeSend } = {}) {
      refuseSession('delete a user');
      const call: Call = { method: 'DELETE', path: `/users/${id}`, ...hook(beforeSend) };
      return (await orUndefined(client.send(call))) !== undefined;
    },
    unlockUser: (id, options) => act(`/users/${id}/unlock`, 'safe', options),
    // A second one is a second e-mail.
    resendWelcomeEmail: (id, options) =>
      act(`/users/${id}/resend_welcome_email`, 'create', options),
    async resetTwoFactor(id, options) {
      refuseSession('reset two-factor authentication');
      await act(`/users/${id}/2fa/reset`, 'safe', options);
    },
    permissions: (userId) =>
      list(
        userId === undefined ? '/permissions' : `/permissions?filter[user_id]=${userId}`,
        resources.permission,
      ),
    async createPermission({ userId, path, permission, recursive }) {
      const body = { path, permission, recursive, user_id: userId };
      await client.send({ method: 'POST', path: '/permissions', body, kind: 'create' });
    },
    async createFolder(path) {
      try {
        await client.send({
          method: 'POST',
          path: folderPath(path),
          body: { mkdir_parents: true },
        });
      } catch (error) {
        if (!(error instanceof RefusedError) || !isThereAlready(error)) throw error;
      }
    },
    folder: (path) => list(folderPath(path), resources.folderEntry),
    publicKeys: (userId) => list(`/public_keys?user_id=${userId}`, resources.publicKey),
    async createPublicKey({ userId, title, publicKey }) {
      const body = { user_id: userId, title, public_key: publicKey };
      await create('/public_keys', body, resources.publicKey);
    },
  };

  /** The site would want the password of the session's user with each such request. */
  function refuseSession(what: string): void {
    if (!bySession) return;
    const message = `The site lets a session ${what} only with the password given again. Use an API key.`;
    const refusal = { status: 403, type: null, message, modelErrors: {}, requestId: null };
    throw new NotAllowedError(message, refusal);
  }

  async function act(
    path: string,
    kind: RequestKind,
    { beforeSend }: SendOptions = {},
  ): Promise<void> {
    await client.send({ method: 'POST', path, kind, ...hook(beforeSend) });
  }

  async function create<T>(
    path: string,
    body: NonNullable<Call['body']>,
    schema: z.ZodType<T>,
    beforeSend?: Call['beforeSend'],
  ): Promise<T> {
    const reply = await client.send({
      method: 'POST',
      path,
      body,
      kind: 'create',
      ...hook(beforeSend),
    });
    return readCreated(schema, reply, path);
  }
}

/** How many pages may have nothing on them, one after the other: a filter can leave some so. */
const mostEmptyPages = 1000;

/** Follows the cursors of a list: the header that recordings show first, the documented one else. */
async function* pages<T>(
  client: Client,
  path: string,
  schema: z.ZodType<T>,
): AsyncGenerator<readonly T[]> {
  const first = `${path}${path.includes('?') ? '&' : '?'}per_page=${perPage}`;
  let cursor: string | undefined;
  // A list that leads back to where it was has no end.
  const seen = new Set<string>();
  for (let empty = 0; ;) {
    const next = cursor === undefined ? first : `${first}&cursor=${encodeURIComponent(cursor)}`;
    const reply = await client.send({ method: 'GET', path: next });
    const page = read(schema.array(), reply, path);
    empty = page.length > 0 ? 0 : empty + 1;
    if (empty > mostEmptyPages)
      throw new UnreadableReplyError(
        `The site gives page after page of ${path} with nothing on it, and no end. Try again later.`,
      );
    yield page;
    const following =
      headerOf(reply.headers, 'x-files-cursor') ?? headerOf(reply.headers, 'x-files-cursor-next');
    if (following === undefined || following === '' || seen.has(following)) return;
    seen.add(following);
    cursor = following;
  }
}

function folderPath(path: string): string {
  return path === '' ? '/folders' : `/folders/${path.split('/').map(encodeURIComponent).join('/')}`;
}

function isThereAlready({ refusal: { type } }: RefusedError): boolean {
  return type === 'processing-failure/destination-exists';
}
