import { expect, it } from 'vitest';
import { hideSecrets, secretsOf } from '../../src/site/hide-secrets.js';

it.each([
  [{ 'X-FilesAPI-Key': 'k' }, undefined, ['k']],
  [{ 'x-filesapi-auth': 's', 'User-Agent': 'test/1' }, null, ['s']],
  [{ 'ev-api-key': 'k', 'ev-access-token': 'k' }, {}, ['k', 'k']],
  [{ 'X-Not-X-FilesAPI-Key': 'k', 'X-FilesAPI-Keys': 'k' }, 'text', []],
  [
    {},
    { username: 'ada', password: 'p', change_password: 'c', imported_password_hash: 'h' },
    ['p', 'c', 'h'],
  ],
  [{}, { password: '', change_password: null }, []],
])('the secrets of a request with %o and %o are %o', (headers, body, secrets) => {
  expect(secretsOf(headers, body)).toEqual(secrets);
});

it('hides a secret as it is, and as encoded in JSON and in a query', () => {
  const refusal = {
    status: 422,
    type: 'no/a"b c',
    message: 'a"b c, a\\"b c, a%22b%20c, and k, k',
    modelErrors: { 'a"b c': ['k is no key', 'fine'], email: [] },
    requestId: 'k-1',
    host: 'k.files.com',
  };
  expect(hideSecrets(refusal, ['a"b c', 'k'])).toEqual({
    status: 422,
    type: 'no/[hidden]',
    message: '[hidden], [hidden], [hidden], and [hidden], [hidden]',
    modelErrors: { '[hidden]': ['[hidden] is no [hidden]ey', 'fine'], email: [] },
    requestId: '[hidden]-1',
    host: '[hidden].files.com',
  });
  const within = { ...refusal, message: 'Tram-9 and Tram' };
  expect(hideSecrets(within, ['Tram', 'Tram-9']).message).toBe('[hidden] and [hidden]');
  expect(hideSecrets({ ...refusal, type: null }, []).type).toBeNull();
  expect(hideSecrets({ ...refusal, message: '\ud800' }, ['\ud800']).message).toBe('[hidden]');
});

it.each([
  ['without surrounding space', `a'b"c/d<e>&f+é!`],
  ['in JSON within JSON', String.raw`a'b\\\"c/d<e>&f+é!`],
  ['in HTML', 'a&#39;b&quot;c/d&lt;e&gt;&amp;f+é!'],
  ['in HTML with other entities', 'a&#x27;b&#34;c/d&lt;e&gt;&amp;f+é!'],
  ['in a form', 'a%27b%22c%2Fd%3Ce%3E%26f%2B%C3%A9%21'],
  ['in a form with spaces', '+a%27b%22c%2Fd%3Ce%3E%26f%2B%C3%A9%21+'],
  ['in a URL, in lower case', `a'b%22c%2fd%3ce%3e%26f%2b%c3%a9!`],
  ['in base64', Buffer.from(` a'b"c/d<e>&f+é! `).toString('base64')],
  ['in base64, trimmed', Buffer.from(`a'b"c/d<e>&f+é!`).toString('base64')],
])('a secret is hidden %s', (_, form) => {
  const refusal = {
    status: 422,
    type: null,
    message: `no: ${form}.`,
    modelErrors: {},
    requestId: null,
  };
  expect(hideSecrets(refusal, [` a'b"c/d<e>&f+é! `]).message).toBe('no: [hidden].');
});

it('a secret of spaces hides nothing else', () => {
  const refusal = { status: 422, type: null, message: 'no', modelErrors: {}, requestId: null };
  expect(hideSecrets(refusal, ['  ']).message).toBe('no');
});
