import { expect, it } from 'vitest';
import { whyNoConnection } from '../../src/site/no-connection.js';

it.each([
  ['ECONNREFUSED', 'nothing answers there', false],
  ['EHOSTUNREACH', 'there is no route to it', false],
  [
    'CERT_NOT_YET_VALID',
    "its certificate is not valid yet, or this machine's clock is wrong",
    true,
  ],
  [
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'it does not speak TLS, or no version that is accepted here',
    true,
  ],
  ['EWHATEVER', 'EWHATEVER', false],
  [undefined, 'It broke.', false],
])('%s is reported as "%s"; lasting: %s', (code, why, lasting) => {
  const error = Object.assign(new Error('It broke.'), code === undefined ? {} : { code });
  expect(whyNoConnection(error)).toEqual({ why, lasting });
});
