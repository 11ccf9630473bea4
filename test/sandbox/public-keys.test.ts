import { describe, expect, it } from 'vitest';
import { sandboxAndCall, type Call } from './calling.js';

async function ada(call: Call): Promise<unknown> {
  return (await call('POST', '/users', { username: 'ada' })).body.id;
}

describe('public keys', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHHV2WZhzYTqGjUz9IQ1yWQVDfXyS0Sb1yW9a4eXqVZy';

  it('are added to a user and listed with their fingerprints', async () => {
    const { call } = await sandboxAndCall();
    const id = await ada(call);
    const made = await call('POST', '/public_keys', {
      user_id: id,
      title: 'Laptop',
      public_key: key,
    });
    expect(made).toMatchObject({ status: 201, body: { title: 'Laptop', username: 'ada' } });
    // From ssh-keygen, without the names of the digests.
    expect(made.body).toMatchObject({
      fingerprint: '73:35:38:0e:2c:02:56:d0:a1:4b:31:40:9d:0c:3c:fa',
      fingerprint_sha256: 'hyVv2r1mnr65Ksj6CNXNqEkqmjH7E4znaWwqAZmabI8',
    });
    expect((await call('GET', `/public_keys?user_id=${String(id)}`)).body).toHaveLength(1);
    expect((await call('GET', '/public_keys?user_id=0')).body).toHaveLength(0);
    const day = (filter: string) => call('GET', `/public_keys?${filter}[created_at]=2020-01-01`);
    expect((await day('filter_gt')).body).toHaveLength(1);
    expect((await day('filter_lteq')).body).toHaveLength(0);
    expect((await call('GET', `/users/${String(id)}`)).body.public_keys_count).toBe(1);
    expect((await call('DELETE', `/public_keys/${String(made.body.id)}`)).status).toBe(204);
  });

  /** A key in the format of files: each part after its length. */
  function written(algorithm: string, ...bits: number[]): string {
    const parts = [Buffer.from(algorithm), ...bits.map((each) => number(each))];
    const blob = parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    });
    return `${algorithm} ${Buffer.concat(blob).toString('base64')} comment`;
  }

  /** A number of so many bits, with a leading zero byte that keeps it positive. */
  function number(bits: number): Buffer {
    const hex = (2n ** BigInt(bits - 1)).toString(16);
    return Buffer.from(`00${hex.padStart(hex.length + (hex.length % 2), '0')}`, 'hex');
  }

  it.each([
    ['RSA of 8192 bits', written('ssh-rsa', 17, 8192), true],
    ['RSA of 8193 bits', written('ssh-rsa', 17, 8193), false],
    ['DSA of 1024 bits', written('ssh-dss', 1024, 160), true],
    ['DSA of 2048 bits', written('ssh-dss', 2048, 160), false],
    ['ECDSA', written('ecdsa-sha2-nistp521', 521), true],
    ['Ed25519', written('ssh-ed25519', 256), true],
    ['a security key', written('sk-ssh-ed25519@openssh.com', 256), true],
    ['an unknown algorithm', written('ssh-ed448', 448), false],
    [
      'another algorithm inside',
      written('ssh-ed25519', 256).replace('ssh-ed25519', 'ecdsa-sha2-nistp256'),
      false,
    ],
    ['a truncated key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHHV2W', false],
    ['nonsense', 'nonsense', false],
  ])('%s', async (_what, publicKey, taken) => {
    const { sandbox, call } = await sandboxAndCall();
    const body = { user_id: await ada(call), title: 'x', public_key: publicKey };
    const reply = await call('POST', '/public_keys', body);
    expect(reply).toMatchObject(
      taken
        ? { status: 201 }
        : { status: 422, body: { model_error_keys: { public_key: ['invalid'] } } },
    );
    expect(sandbox.content.publicKeys.size).toBe(taken ? 1 : 0);
  });

  it('need a title and a user, and are deleted with the user', async () => {
    const { sandbox, call } = await sandboxAndCall();
    expect((await call('POST', '/public_keys', { public_key: key })).body.error).toBe(
      'title is missing',
    );
    const body = { title: 'x', public_key: key };
    expect((await call('POST', '/public_keys', { ...body, user_id: 999 })).status).toBe(404);
    const id = await ada(call);
    await call('POST', '/public_keys', { ...body, user_id: id });
    await call('DELETE', `/users/${String(id)}`);
    expect(sandbox.content.publicKeys.size).toBe(0);
  });
});
