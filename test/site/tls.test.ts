import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../cli/command.js';
import { certificateOf, type Certificate } from './certificate.js';

let certificate: Certificate;
let url = '';
const seen: string[] = [];
let refused = 0;
const server = https.createServer((request, response) => {
  seen.push(request.url ?? '');
  response.writeHead(401, { 'Content-Type': 'application/json' });
  response.end('{"error":"No."}');
});

server.on('tlsClientError', () => (refused += 1));

beforeAll(async () => {
  certificate = await certificateOf('localhost');
  server.setSecureContext(certificate);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await certificate.remove();
});

it.each([{}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }])(
  'a site with an untrusted certificate gets no key, and only one attempt, with %j',
  async (env) => {
    refused = 0;
    const told = await run(['whoami', '--base-url', url], {
      env: { FILES_API_KEY: 'key1that2is3secret', ...env },
    });
    expect(told.code).toBe(5);
    expect(told.stderr).toContain('NODE_EXTRA_CA_CERTS');
    expect(seen).toEqual([]);
    expect(refused).toBe(1);
  },
);

it('a port without TLS gets only one attempt, and is reported as such', async () => {
  let asked = 0;
  const plain = http.createServer();
  plain.on('connection', () => (asked += 1));
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const at = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`;
  const told = await run(['whoami', '--base-url', at], { env: { FILES_API_KEY: 'key' } });
  plain.close();
  expect(told.code).toBe(5);
  expect(told.stderr).toContain('cannot be reached: it does not speak TLS');
  expect(asked).toBe(1);
});

it('a site with a certificate from NODE_EXTRA_CA_CERTS gets the key', async () => {
  const told = await run(['whoami', '--base-url', url], {
    env: {
      FILES_API_KEY: 'key1that2is3secret',
      NODE_EXTRA_CA_CERTS: certificate.path,
    },
  });
  expect(told.code, told.stderr).toBe(4);
  expect(seen).toEqual(['/api/rest/v1/api_key']);
});
