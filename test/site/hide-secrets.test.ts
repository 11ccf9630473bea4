import { expect, it } from 'vitest';
import { hideSecrets, secretsOf } from '../../src/site/hide-secrets.js';

const headers = { 'X-FilesAPI-Key': 'key1', 'X-FilesAPI-Auth': 'session1', 'User-Agent': 'agent' };

it('the secrets of a request are its key, its session, and the passwords and hashes of its body', () => {
  const body = {
    username: 'ada',
    password: 'p1',
    change_password: 'p2',
    imported_password_hash: 'h1',
    email: 'a@example.com',
  };
  expect(secretsOf(headers, body).sort()).toEqual(['h1', 'key1', 'p1', 'p2', 'session1']);
  expect(secretsOf(headers, undefined)).toEqual(['key1', 'session1']);
  expect(secretsOf({}, { password: '' })).toEqual([]);
});

it.each([
  ['as it is', 'tram"w\\lnut ö'],
  ['in JSON', JSON.stringify({ text: 'It was tram"w\\lnut ö' })],
  ['in an address', `/x?password=${encodeURIComponent('tram"w\\lnut ö')}`],
])('a refusal that repeats one %s is told without it', (_how, text) => {
  const refusal = hideSecrets(
    {
      status: 422,
      type: `bad-request/${text}`,
      message: `No: ${text}, ${text}!`,
      modelErrors: { [text]: [text, 'is weak'], email: ['is taken'] },
      requestId: 'r1',
    },
    ['other', 'tram"w\\lnut ö'],
  );
  expect(JSON.stringify(refusal)).not.toMatch(/tram|lnut/);
  expect(refusal.message).toContain('[hidden]');
  expect(refusal.modelErrors.email).toEqual(['is taken']);
  expect(Object.values(refusal.modelErrors)).toContainEqual([
    expect.stringContaining('[hidden]'),
    'is weak',
  ]);
  expect(refusal).toMatchObject({ status: 422, requestId: 'r1' });
});

it('half of a character is no obstacle', () => {
  const refusal = {
    status: 400,
    type: null,
    message: 'x \ud83d y',
    modelErrors: {},
    requestId: null,
  };
  expect(hideSecrets(refusal, ['\ud83d']).message).toBe('x [hidden] y');
});
