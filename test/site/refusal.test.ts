import { expect, it } from 'vitest';
import { refusalOf } from '../../src/site/refusal.js';

const taken = { username: ['Username has already been taken'] };

it.each<[string, string, object]>([
  [
    'the envelope',
    JSON.stringify({
      error: 'Error saving model.',
      'http-code': 422,
      type: 'a/b',
      model_errors: taken,
    }),
    { message: 'Error saving model.', type: 'a/b', modelErrors: taken, requestId: null },
  ],
  [
    'the name that the SDKs use',
    JSON.stringify({ error: 'No.', 'model-errors': taken }),
    { modelErrors: taken },
  ],
  [
    'the HTTP code as text',
    JSON.stringify({ error: 'Down.', 'http-code': '500' }),
    { message: 'Down.' },
  ],
  ['an array', JSON.stringify([{ error: 'First.' }, { error: 'Second.' }]), { message: 'First.' }],
  ['an empty array', '[]', { message: 'the site answered with HTTP status 422' }],
  [
    'a list of errors',
    JSON.stringify({ errors: [{ error: 'One.' }, 'Two.'] }),
    { message: 'One.; Two.' },
  ],
  [
    'a single message instead of a list',
    JSON.stringify({ model_errors: { email: 'Bad' } }),
    { modelErrors: { email: ['Bad'] } },
  ],
  [
    'errors of other types',
    JSON.stringify({ errors: [7, null, { title: 'x' }, { error: 'One.' }] }),
    { message: 'One.' },
  ],
  [
    'a blank error, and a title',
    JSON.stringify({ error: '', title: 'Title', errors: ['One.'] }),
    { message: 'Title', type: null, requestId: null, host: undefined, status: 422 },
  ],
  [
    'model errors of another type',
    JSON.stringify({ error: 'No.', model_errors: [7], data: 7 }),
    { message: 'No.', modelErrors: {} },
  ],
  [
    'the host of another region',
    JSON.stringify({ error: 'No.', data: { host: 'acme-eu.files.com' } }),
    { host: 'acme-eu.files.com' },
  ],
  ['HTML', '<html>no</html>', { message: 'the site answered with HTTP status 422' }],
  ['nothing', '', { message: 'the site answered with HTTP status 422' }],
  [
    'fields of other types',
    JSON.stringify({ error: 7, type: [], title: 'Title' }),
    { message: 'Title' },
  ],
])('%s', (_what, text, expected) => {
  expect(refusalOf(422, {}, text)).toMatchObject(expected);
});

it('takes the error class and the request id from the headers', () => {
  const headers = { 'x-files-error-class': 'rate-limited/x', 'x-request-id': 'abc' };
  expect(refusalOf(429, headers, '')).toMatchObject({ type: 'rate-limited/x', requestId: 'abc' });
});
