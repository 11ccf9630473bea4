import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { comparablePath } from '../../src/columns/path.js';
import { pathKey } from '../../src/sandbox/paths.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';

/** The used parts of the official package, which ships no types. */
interface OfficialUser {
  id: number;
  username: string;
  name: string;
  update(params: object): Promise<unknown>;
  delete(): Promise<unknown>;
}

interface OfficialPackage {
  default: {
    setApiKey(key: string): void;
    setBaseUrl(url: string): void;
    setLogLevel(level: number): void;
  };
}

const require = createRequire(import.meta.url);
const Files = (require('files.com/lib/Files.js') as OfficialPackage).default;
const User = (
  require('files.com/lib/models/User.js') as {
    default: {
      create(params: object): Promise<OfficialUser>;
      find(id: number): Promise<OfficialUser>;
      list(
        params: object,
        options?: { sessionId: string },
      ): Promise<OfficialUser[] & { [Symbol.asyncIterator]?: unknown }>;
    };
  }
).default;

const Session = (
  require('files.com/lib/models/Session.js') as {
    default: {
      create(params: object): Promise<{ id: string }>;
      delete(options: { sessionId: string }): Promise<void>;
    };
  }
).default;

interface OfficialModel {
  create(...params: unknown[]): Promise<{ id: number }>;
  find(id: number): Promise<object>;
  list(params: object): Promise<object[]>;
}

const model = (name: string): OfficialModel =>
  (require(`files.com/lib/models/${name}.js`) as { default: OfficialModel }).default;

/** An unused key; the fingerprint is from ssh-keygen. */
const ed25519 = {
  blob: 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
  fingerprint: '+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
};

const official = (
  require('files.com/lib/utils/pathNormalizer.js') as {
    default: { normalizeForComparison(path: string): string };
  }
).default;

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  Files.setBaseUrl(sandbox.url);
  // Below ERROR, its lowest level, so that refusals do not appear in the output of the tests.
  Files.setLogLevel(-1);
});

beforeEach(() => {
  Files.setApiKey(sandbox.apiKey);
});

afterAll(() => sandbox.close());

it.each([
  ['the sandbox', pathKey],
  ['the client', comparablePath],
])('%s normalises every letter like the official package', (_, ours) => {
  for (let code = 1; code < 0x180; code += 1) {
    const name = `a${String.fromCodePoint(code)}b`;
    expect(ours(name), name).toBe(official.normalizeForComparison(name));
  }
});

describe('the official package works against the sandbox', () => {
  it('creates, finds, updates and deletes a user', async () => {
    const made = await User.create({
      username: 'ada',
      password: 'secret-pass-1',
      name: 'Ada Lovelace',
    });
    expect(made.username).toBe('ada');
    const found = await User.find(made.id);
    expect(found.name).toBe('Ada Lovelace');
    await found.update({ name: 'Ada King' });
    expect((await User.find(made.id)).name).toBe('Ada King');
    await found.delete();
    await expect(User.find(made.id)).rejects.toThrow();
    expect(sandbox.content.userNamed('ada')).toBeUndefined();
  });

  it('lists all users, page by page', async () => {
    for (let index = 0; index < 25; index += 1) await User.create({ username: `many${index}` });
    const users = await User.list({ per_page: 10 });
    const names = users.map(({ username }) => username);
    expect(names.filter((name) => name.startsWith('many'))).toHaveLength(25);
    expect(new Set(names).size).toBe(names.length);
  });

  it('gets the reason of a refusal, such as a username taken in another case', async () => {
    await User.create({ username: 'Taken' });
    await expect(User.create({ username: 'tAKEN' })).rejects.toMatchObject({
      error: 'Error saving model.',
    });
  });

  it('signs in, works with the session, and signs out', async () => {
    const eve = { username: 'eve', password: 'secret-pass-1' };
    await User.create(eve);
    const { id: sessionId } = await Session.create(eve);
    expect(await User.list({ per_page: 1000 }, { sessionId })).not.toHaveLength(0);
    await Session.delete({ sessionId });
    await expect(User.list({}, { sessionId })).rejects.toThrow(/Session token/);
  });

  it('gives a user a group, a folder, a permission and a key', async () => {
    const ada = await User.create({ username: 'ada' });
    const group = await model('Group').create({ name: 'Archive' });
    const membership = { group_id: group.id, user_id: ada.id };
    await model('GroupUser').create({ ...membership, admin: true });
    expect(await model('Group').find(group.id)).toMatchObject({
      user_ids: String(ada.id),
      admin_ids: String(ada.id),
    });
    await model('Folder').create('Clients/A & B', { mkdir_parents: true });
    await expect(model('Folder').create('clients/a & b', {})).rejects.toMatchObject({
      type: 'processing-failure/destination-exists',
    });
    const given = { path: 'Clients', permission: 'readonly', recursive: false };
    await model('Permission').create({ ...given, user_id: ada.id });
    expect(await model('Permission').list({ filter: { user_id: ada.id } })).toMatchObject([given]);
    expect(await model('Permission').list({ user_id: String(ada.id) })).toMatchObject([given]);
    expect(await model('Permission').list({ user_id: '1' })).toEqual([]);
    const { blob, fingerprint } = ed25519;
    const laptop = { title: 'laptop', public_key: `ssh-ed25519 ${blob}` };
    await model('PublicKey').create({ ...laptop, user_id: ada.id });
    expect(await model('PublicKey').list({ user_id: ada.id })).toMatchObject([
      { title: 'laptop', fingerprint_sha256: fingerprint },
    ]);
  });

  it('is refused with a wrong key', async () => {
    Files.setApiKey('wrong1key');
    await expect(User.list({})).rejects.toThrow(/API key/);
  });
});
