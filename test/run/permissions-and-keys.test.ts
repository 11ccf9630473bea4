import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { StoredKey } from '../../src/sandbox/state.js';
import { stateOf } from '../cli/site.js';
import { openSandbox } from '../sandbox/open.js';
import { crash, undisturbed } from './crash.js';
import { Importing } from './importing.js';

it('grants a new user even permissions that another one includes, wherever it is interrupted', async () => {
  const csv = 'username,folder_permissions\nada,Shared=full|Shared=readonly\n';
  const expected = await undisturbed(1, csv);
  for (let request = 1, isOver = false; !isOver; request += 1) {
    const importing = await Importing.of(await openSandbox(), csv);
    await crash(importing, { request, served: true });
    isOver = importing.sandbox.traffic.total < request;
    await importing.start();
    expect(stateOf(importing.sandbox), `request ${request}`).toEqual(expected);
  }
});

it('leaves an existing user unchanged if a permission includes the wanted one', async () => {
  const sandbox = await openSandbox();
  const first = await Importing.of(sandbox, 'username,folder_permissions\nada,Shared=full\n');
  await first.start();
  const before = stateOf(sandbox);
  const second = await Importing.of(sandbox, 'username,folder_permissions\nada,Shared=readonly\n');
  const { tally } = await second.start({ options: { existing: 'update' } });
  expect(tally.unchanged).toBe(1);
  expect(stateOf(sandbox)).toEqual(before);
});

it('finds a permission whose reply was lost even if the next request is refused', async () => {
  const sandbox = await openSandbox();
  const importing = await Importing.of(sandbox, 'username,folder_permissions\nada,/=full\n');
  const { content } = sandbox;
  let sent = 0;
  sandbox.setFaults({
    faults: [{ kind: 'lost-before', share: 1 }],
    concerns(method, path) {
      if (method !== 'POST' || !path.endsWith('/permissions')) return false;
      sent += 1;
      // The first request is served only after the look-up, and the second is refused.
      const userId = content.userNamed('ada')?.id ?? 0;
      const grant = { path: '', permission: 'full', recursive: true, groupId: null } as const;
      if (sent === 2) content.addPermission({ id: 900, userId, ...grant });
      if (sent === 2) content.settings.prevent_root_permissions_for_non_site_admins = true;
      return sent === 1;
    },
  });
  const { tally, failures } = await importing.start();
  expect([sent, tally.created, failures]).toEqual([2, 1, []]);
});

describe('a key that an existing user has is recognised', () => {
  const line = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHHV2WZhzYTqGjUz9IQ1yWQVDfXyS0Sb1yW9a4eXqVZy';
  const blob = Buffer.from(line.split(' ')[1] ?? '', 'base64');
  const sha256 = createHash('sha256').update(blob).digest('base64');
  const md5 = createHash('md5').update(blob).digest('hex');
  const colons = md5.replace(/(..)(?=.)/g, '$1:');
  const other = { fingerprint: '00:11', fingerprintSha256: 'AAAA', title: 'another' };

  it.each([
    ['by its SHA-256', { ...other, fingerprintSha256: sha256.replace('=', '') }],
    ['by its SHA-256, padded', { ...other, fingerprintSha256: sha256 }],
    ['by its SHA-256 with a prefix', { ...other, fingerprintSha256: `SHA256:${sha256}` }],
    ['by its MD5', { ...other, fingerprintSha256: null, fingerprint: md5 }],
    ['by its MD5 with colons', { ...other, fingerprintSha256: null, fingerprint: colons }],
    [
      'by its MD5 with a prefix',
      { ...other, fingerprintSha256: null, fingerprint: `MD5:${colons.toUpperCase()}` },
    ],
    ['by its title', { fingerprintSha256: null, fingerprint: null, title: 'ada@laptop' }],
    ['by its number', { fingerprintSha256: null, fingerprint: null, title: 'ada 1' }, line],
  ])('%s', async (_how, there, cell = `${line} ada@laptop`) => {
    expect(await keysAfter(there, cell)).toEqual({ unchanged: 1, keys: 1 });
  });

  it.each([
    ['another SHA-256', { ...other, fingerprint: md5, title: 'ada@laptop' }],
    ['another MD5', { ...other, fingerprintSha256: null, title: 'ada@laptop' }],
    ['another title', { fingerprintSha256: null, fingerprint: null, title: 'ada@desktop' }],
  ])('but not one with %s', async (_what, there) => {
    expect(await keysAfter(there, `${line} ada@laptop`)).toEqual({ unchanged: 0, keys: 2 });
  });

  async function keysAfter(
    there: { fingerprint: string | null; fingerprintSha256: string | null; title: string },
    cell: string,
  ) {
    const sandbox = await openSandbox();
    const first = await Importing.of(sandbox, 'username\nada\n');
    await first.start();
    const { users, publicKeys } = sandbox.content;
    const userId = [...users.values()].find(({ username }) => username === 'ada')?.id ?? 0;
    // A site that does not return a fingerprint sends null.
    publicKeys.set(1, { id: 1, userId, createdAt: '2026-01-01T00:00:00Z', ...there } as StoredKey);
    const second = await Importing.of(sandbox, `username,ssh_public_key\nada,${cell}\n`);
    const { tally } = await second.start({ options: { existing: 'update' } });
    return { unchanged: tally.unchanged, keys: publicKeys.size };
  }
});
