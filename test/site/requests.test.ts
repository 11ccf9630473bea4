import type http from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../src/site/credential.js';
import { NotAllowedError } from '../../src/site/errors.js';
import { createRestSite } from '../../src/site/rest-site.js';
import type { RestSite } from '../../src/site/site.js';
import { closeLater, listen, siteOptions } from './loopback.js';

const { apiKey, ...options } = siteOptions;

interface Seen {
  readonly line: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A site that answers every request alike, and the requests that it got. */
async function serve(
  answer: unknown,
  {
    status = 200,
    credential = { apiKey },
    workspaceId,
  }: { status?: number; credential?: Credential; workspaceId?: number } = {},
): Promise<{ site: RestSite; seen: Seen[] }> {
  const seen: Seen[] = [];
  const url = await listen((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const line = `${request.method ?? ''} ${request.url?.replace('/api/rest/v1', '') ?? ''}`;
      seen.push({ line, headers: request.headers, body });
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(answer === undefined ? '' : JSON.stringify(answer));
    });
  });
  const baseUrl = `${url}/api/rest/v1`;
  const site = closeLater(createRestSite({ ...options, ...credential, workspaceId, baseUrl }));
  return { site, seen };
}

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const records: T[] = [];
  for await (const page of pages) records.push(...page);
  return records;
}

type Ask = (site: RestSite) => Promise<unknown>;

const key = { title: 'laptop', publicKey: 'ssh-ed25519 AAAA' };
const grant = { path: 'a/b', permission: 'full', recursive: false };

describe('requests and their results', () => {
  it.each<[string, Ask, unknown, string, unknown, unknown?]>([
    [
      'groups',
      (site) => all(site.groups()),
      [{ id: 1, name: 'A', more: 1 }],
      'GET /groups?per_page=1000',
      [{ id: 1, name: 'A' }],
    ],
    [
      'a group by its exact name',
      (site) => site.findGroup('A & b'),
      [
        { id: 1, name: 'a & B' },
        { id: 2, name: 'A & b' },
      ],
      'GET /groups?filter[name]=A%20%26%20b&per_page=1000',
      { id: 2, name: 'A & b' },
    ],
    [
      'no such group',
      (site) => site.findGroup('B'),
      [{ id: 1, name: 'b' }],
      'GET /groups?filter[name]=B&per_page=1000',
      undefined,
    ],
    [
      'a new group',
      (site) => site.createGroup('A'),
      { id: 1, name: 'A' },
      'POST /groups',
      { id: 1, name: 'A' },
      { name: 'A' },
    ],
    [
      'SSO strategies',
      (site) => all(site.ssoStrategies()),
      [
        { id: 1, provider: 'okta' },
        { id: 2, provider: 'azure', label: 'Head', enabled: false },
      ],
      'GET /sso_strategies?per_page=1000',
      [
        { id: 1, provider: 'okta', enabled: true },
        { id: 2, provider: 'azure', enabled: false },
      ],
    ],
    [
      'users',
      (site) => all(site.users()),
      [{ id: 1, username: 'a', x: 1 }],
      'GET /users?per_page=1000',
      [{ id: 1, username: 'a', x: 1 }],
    ],
    [
      'users that match a search, by name',
      (site) => all(site.users({ search: 'a b', byUsername: true })),
      [],
      'GET /users?sort_by[username]=asc&search=a%20b&per_page=1000',
      [],
    ],
    [
      'the number of users',
      (site) => site.userCount(),
      { high_water_user_count: '7' },
      'GET /site/usage',
      7,
    ],
    ['the number of users, missing', (site) => site.userCount(), {}, 'GET /site/usage', undefined],
    [
      'a user by name',
      (site) => site.findUser('Ada+1'),
      [
        { id: 1, username: 'ada+12' },
        { id: 2, username: 'ADA+1' },
      ],
      'GET /users?filter[username]=Ada%2B1&per_page=1000',
      { id: 2, username: 'ADA+1' },
    ],
    [
      'a user',
      (site) => site.getUser(7),
      { id: 7, username: 'a' },
      'GET /users/7',
      { id: 7, username: 'a' },
    ],
    [
      'a new user',
      (site) => site.createUser({ username: 'a' }),
      { id: 7, username: 'a' },
      'POST /users',
      { id: 7, username: 'a' },
      { username: 'a' },
    ],
    [
      'an update of a user',
      (site) => site.updateUser(7, { email: 'a@b.example' }),
      { id: 7, username: 'a' },
      'PATCH /users/7',
      { id: 7, username: 'a' },
      { email: 'a@b.example' },
    ],
    ['a deletion', (site) => site.deleteUser(7), undefined, 'DELETE /users/7', true],
    ['unlocking a user', (site) => site.unlockUser(7), {}, 'POST /users/7/unlock', undefined],
    [
      'a welcome e-mail',
      (site) => site.resendWelcomeEmail(7),
      {},
      'POST /users/7/resend_welcome_email',
      undefined,
    ],
    ['a reset of 2FA', (site) => site.resetTwoFactor(7), {}, 'POST /users/7/2fa/reset', undefined],
    [
      'permissions of a user',
      (site) => all(site.permissions(7)),
      [{ permission: 'full' }, { id: 2, user_id: 7, ...grant }],
      'GET /permissions?filter[user_id]=7&per_page=1000',
      [
        { userId: null, path: '', permission: 'full', recursive: true },
        { userId: 7, ...grant },
      ],
    ],
    [
      'all permissions',
      (site) => all(site.permissions()),
      [],
      'GET /permissions?per_page=1000',
      [],
    ],
    [
      'a new permission',
      (site) => site.createPermission({ userId: 7, ...grant }),
      { permission: 'full' },
      'POST /permissions',
      undefined,
      { ...grant, user_id: 7 },
    ],
    [
      'a new folder',
      (site) => site.createFolder('a b/c'),
      {},
      'POST /folders/a%20b/c',
      undefined,
      { mkdir_parents: true },
    ],
    [
      'the root folder',
      (site) => all(site.folder('')),
      [{ path: 'a', type: 'file' }],
      'GET /folders?per_page=1000',
      [{ path: 'a' }],
    ],
    ['a folder', (site) => all(site.folder('a/b')), [], 'GET /folders/a/b?per_page=1000', []],
    [
      'the keys of a user',
      (site) => all(site.publicKeys(7)),
      [
        { id: 1, title: 't' },
        { id: 2, title: 'u', fingerprint: 'f', fingerprint_sha256: 's' },
      ],
      'GET /public_keys?user_id=7&per_page=1000',
      [
        { title: 't', fingerprint: null, fingerprintSha256: null },
        { title: 'u', fingerprint: 'f', fingerprintSha256: 's' },
      ],
    ],
    [
      'a new key',
      (site) => site.createPublicKey({ userId: 7, ...key }),
      { id: 1, title: 'laptop' },
      'POST /public_keys',
      undefined,
      { user_id: 7, title: 'laptop', public_key: 'ssh-ed25519 AAAA' },
    ],
    [
      'the access of a key',
      (site) => site.access(),
      {
        permission_set: 'office_integration',
        user_id: 7,
        name: 'k',
        expires_at: '2030-01-01T00:00:00Z',
        workspace_id: 3,
      },
      'GET /api_key',
      {
        permissionSet: 'office_integration',
        userId: 7,
        name: 'k',
        expiresAt: '2030-01-01T00:00:00Z',
        workspaceId: 3,
      },
    ],
    [
      'the access of a key, with fields of other types',
      (site) => site.access(),
      { permission_set: 'full', name: 7, expires_at: 7, workspace_id: 'x' },
      'GET /api_key',
      { permissionSet: 'full', userId: null, name: null, expiresAt: null, workspaceId: null },
    ],
    [
      'settings',
      (site) => site.settings(),
      { name: 'Acme', user: { username: 'root', site_admin: true }, other: 1 },
      'GET /site',
      {
        name: 'Acme',
        user: { username: 'root', siteAdmin: true },
        raw: { name: 'Acme', user: { username: 'root', site_admin: true }, other: 1 },
      },
    ],
    [
      'settings of a key of the site',
      (site) => site.settings(),
      { user: 7 },
      'GET /site',
      { name: null, user: null, raw: { user: null } },
    ],
    [
      'settings for someone who is not an administrator',
      (site) => site.settings(),
      { user: { username: 'a' } },
      'GET /site',
      { name: null, user: { username: 'a', siteAdmin: false }, raw: { user: { username: 'a' } } },
    ],
  ])('%s', async (_what, ask, answer, line, expected, body) => {
    const { site, seen } = await serve(answer);
    expect(await ask(site)).toEqual(expected);
    expect(seen.map((request) => request.line)).toEqual([line]);
    const sent = seen[0]?.body ?? '';
    expect(sent === '' ? undefined : (JSON.parse(sent) as unknown)).toEqual(body);
  });

  it('have the User-Agent, the key, and the length of a body in bytes', async () => {
    const { site, seen } = await serve({ id: 1, username: 'Zo\u00eb' });
    await site.createUser({ username: 'Zo\u00eb' });
    await site.getUser(1);
    const shared = {
      'user-agent': 'test/1',
      accept: 'application/json',
      'x-filesapi-key': 'key1that2is3secret',
    };
    const ofBody = { 'content-type': 'application/json', 'content-length': '19' };
    expect(seen[0]?.headers).toMatchObject({ ...shared, ...ofBody });
    expect(seen[1]?.headers).toMatchObject(shared);
    for (const name of ['content-type', 'x-files-workspace-id', 'x-filesapi-auth'])
      expect(seen[1]?.headers).not.toHaveProperty(name);
  });

  it.each([0, 7])('name the workspace, even the default one: %i', async (workspaceId) => {
    const { site, seen } = await serve({}, { workspaceId });
    await site.unlockUser(7);
    expect(seen[0]?.headers['x-files-workspace-id']).toBe(String(workspaceId));
  });

  it('have a session in place of a key', async () => {
    const { site, seen } = await serve({}, { credential: { session: 'session7' } });
    await site.unlockUser(7);
    expect(seen[0]?.headers).toMatchObject({ 'x-filesapi-auth': 'session7' });
    expect(seen[0]?.headers).not.toHaveProperty('x-filesapi-key');
  });
});

it.each([{ ok: true }, { permission_set: null, user_id: null }])(
  'the reply %j about a key means a wrong address',
  async (reply) => {
    const { site } = await serve(reply);
    await expect(site.access()).rejects.toThrow('Check the address of the site.');
  },
);

it('a 401 for the number of users is a NotAllowedError', async () => {
  const { site } = await serve({ error: 'No.' }, { status: 401 });
  await expect(site.userCount()).rejects.toThrow(NotAllowedError);
});

describe('a session', () => {
  const credential = { session: 'session7' };
  const full = {
    name: null,
    permissionSet: 'full',
    userId: null,
    expiresAt: null,
    workspaceId: null,
  };

  it('has full access, without asking the site', async () => {
    const { site, seen } = await serve({}, { credential });
    expect(await site.access()).toEqual(full);
    expect(seen).toEqual([]);
  });

  it.each<[string, Ask]>([
    ['delete a user', (site) => site.deleteUser(7)],
    ['reset two-factor authentication', (site) => site.resetTwoFactor(7)],
    ...['password', 'change_password', 'email', 'site_admin'].map((name): [string, Ask] => [
      'change a password, an email or an administrator',
      (site) => site.updateUser(7, { [name]: 'x' }),
    ]),
  ])('cannot %s', async (what, ask) => {
    const { site, seen } = await serve({ id: 7, username: 'a' }, { credential });
    await expect(ask(site)).rejects.toThrow(NotAllowedError);
    await expect(ask(site)).rejects.toThrow(`lets a session ${what} only with the password`);
    expect(seen).toEqual([]);
  });

  it('can update other fields', async () => {
    const { site, seen } = await serve({ id: 7, username: 'a' }, { credential });
    await site.updateUser(7, { name: 'Ada' });
    expect(seen).toHaveLength(1);
  });
});

describe('404', () => {
  it('means that a user does not exist, and none was deleted', async () => {
    const { site } = await serve({ error: 'Not found' }, { status: 404 });
    expect(await site.getUser(7)).toBeUndefined();
    expect(await site.deleteUser(7)).toBe(false);
    expect(await site.userCount()).toBeUndefined();
    await expect(site.settings()).rejects.toThrow('Not found');
  });

  it('is not confused with another refusal', async () => {
    const { site } = await serve({ error: 'Not now' }, { status: 422 });
    await expect(site.getUser(7)).rejects.toThrow('Not now');
    await expect(site.createFolder('a')).rejects.toThrow('Not now');
  });
});
