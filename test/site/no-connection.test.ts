import { expect, it } from 'vitest';
import { whyNoConnection } from '../../src/site/no-connection.js';

it.each([
  ['ECONNREFUSED', 'nothing answers there', false],
  ['EHOSTUNREACH', 'no way leads there', false],
  [
    'CERT_NOT_YET_VALID',
    "its certificate is not valid yet, or this machine's clock is wrong",
    true,
  ],
  [
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'what answers there speaks no TLS, or none that is spoken here',
    true,
  ],
  ['EWHATEVER', 'EWHATEVER', false],
  [undefined, 'It broke.', false],
])('%s is told as "%s"; that it lasts: %s', (code, why, lasting) => {
  const error = Object.assign(new Error('It broke.'), code === undefined ? {} : { code });
  expect(whyNoConnection(error)).toEqual({ why, lasting });
});
