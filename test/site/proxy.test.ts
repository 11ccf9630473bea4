import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { beforeEach, describe, expect, it, onTestFinished, test } from 'vitest';
import { proxyFor } from '../../src/cli/proxy.js';
import { exportUsers } from '../../src/index.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openConnections } from '../../src/site/exchange.js';
import { run, workspace } from '../cli/command.js';
import { openSandbox } from '../sandbox/open.js';
import { certificateOf, type Certificate } from './certificate.js';

/** A host that only the proxy can reach. */
const host = 'acme.site.example';
const site = `https://${host}`;

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A proxy that connects every request to one port if `answer` returns 200. */
async function startProxy(
  port: number,
  answer: (request: http.IncomingMessage) => number = () => 200,
): Promise<{ address: string; heads: string[] }> {
  const heads: string[] = [];
  const proxy = http.createServer();
  proxy.on('connect', (request, socket) => {
    heads.push(`${request.url ?? ''} ${request.rawHeaders.join(' ')}`);
    const status = answer(request);
    if (status !== 200) {
      // Some proxies repeat the credentials.
      socket.end(`HTTP/1.1 ${status} No ada:hunter2\r\n\r\n`);
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return { address: `127.0.0.1:${await listen(proxy)}`, heads };
}

describe('through a proxy', () => {
  let certificate: Certificate;
  let sandbox: Sandbox;
  let port: number;

  beforeEach(async () => {
    certificate = await certificateOf(host);
    sandbox = await openSandbox();
    const secure = tls.createServer(certificate, (socket) => {
      const onward = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
      socket.pipe(onward).pipe(socket);
      for (const end of [socket, onward]) end.on('error', () => undefined);
    });
    port = await listen(secure);
    onTestFinished(() => certificate.remove());
  });

  const env = (proxy: string): Record<string, string> => ({
    HTTPS_PROXY: proxy,
    FILES_API_KEY: sandbox.apiKey,
    NODE_EXTRA_CA_CERTS: certificate.path,
  });

  it('users are created, and the proxy sees only the name of the site, not the key', async () => {
    const wanted = `Basic ${Buffer.from('ada:s p@ce').toString('base64')}`;
    const { address, heads } = await startProxy(port, ({ headers }) =>
      headers['proxy-authorization'] === wanted ? 200 : 407,
    );
    const space = await workspace();
    const file = await space.file('users.csv', 'username\nada\nbob\ncarl\n');
    const { code, stdout, stderr } = await run(
      ['import', file, '--base-url', site, '--yes', '--debug', '--state-dir', space.path],
      { env: env(`http://ada:s%20p%40ce@${address}`) },
    );
    expect(code, stderr).toBe(0);
    expect(sandbox.content.users.size).toBe(4);
    expect(heads.length).toBeGreaterThan(0);
    expect(heads.every((head) => head.startsWith(`${host}:443 `))).toBe(true);
    expect(heads.join()).not.toContain(sandbox.apiKey);
    expect(stdout + stderr).not.toMatch(/s%20p|s p@ce|c0BjZQ/);
  });

  it('a proxy password may contain an unescaped %', async () => {
    const wanted = `Basic ${Buffer.from('ada:50% @x%ff%').toString('base64')}`;
    const { address } = await startProxy(port, ({ headers }) =>
      headers['proxy-authorization'] === wanted ? 200 : 407,
    );
    const { code, stderr } = await run(['whoami', '--base-url', site], {
      env: env(`http://ada:50%%20%40x%ff%@${address}`),
    });
    expect(code, stderr).toBe(0);
  });

  it('an untrusted proxy over TLS gets no password, even with NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
    const own = await certificateOf('localhost');
    onTestFinished(() => own.remove());
    const asked: string[] = [];
    const proxy = https.createServer(own);
    proxy.on('connect', ({ rawHeaders }, socket) => {
      asked.push(rawHeaders.join(' '));
      socket.end('HTTP/1.1 407 No\r\n\r\n');
    });
    const address = `https://ada:hunter2@localhost:${await listen(proxy)}`;
    const { code, stderr } = await run(['whoami', '--base-url', site], {
      env: { ...env(address), NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expect(asked).toEqual([]);
    expect(code, stderr).toBe(5);
    expect(stderr).toContain(
      'cannot be used (its certificate is from an authority that is not trusted here; NODE_EXTRA_CA_CERTS',
    );
  });

  it('resume and undo do not send the key to a host of the journal, unless it is named', async () => {
    const { address, heads } = await startProxy(port);
    const space = await workspace();
    const file = await space.file('users.csv', 'username\nada\n');
    const tool = (...args: string[]) =>
      run([...args, '--state-dir', space.path], { env: env(`http://${address}`) });
    const flags = ['--base-url', site, '--workspace-id', '5'];
    const imported = await tool('import', file, ...flags, '--yes', '--json');
    expect(imported.code, imported.stderr).toBe(0);
    const { run: id } = JSON.parse(imported.stdout) as { run: string };

    heads.length = 0;
    for (const command of ['resume', 'undo']) {
      const { code, stderr } = await tool(command, id, '--yes');
      expect(code).toBe(2);
      expect(stderr).toContain('which is not an address of Files.com');
      expect(stderr).toContain('give --base-url');
    }
    expect(heads).toEqual([]);
    const resumed = await tool('resume', id, ...flags);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain('has ended');
  });

  it('a plan is imported with the key and site of a profile, in the workspace of the plan', async () => {
    const { address } = await startProxy(port);
    const space = await workspace();
    const config = { default: { endpoint: site, api_key: sandbox.apiKey } };
    await mkdir(join(space.path, '.config'));
    await space.file('.config/files-cli', JSON.stringify({ profiles: config }));
    const file = await space.file('users.csv', 'username,company\nada,Example\n');
    const plan = join(space.path, 'plan.json');
    const tool = (...args: string[]) =>
      run([...args, '--profile', 'default'], {
        env: { ...env(`http://${address}`), FILES_API_KEY: '', HOME: space.path },
      });
    const planned = await tool('plan', file, '--workspace-id', '5', '-o', plan);
    expect(planned.code, planned.stderr).toBe(0);
    const imported = await tool('import', '--plan', plan, '--yes');
    expect(imported.code, imported.stderr).toBe(0);
    expect(sandbox.content.userNamed('ada')?.fields.workspace_id).toBe(5);
  });

  it('whoami names the proxy', async () => {
    const { address } = await startProxy(port);
    const { stdout } = await run(['whoami', '--base-url', site], { env: env(address) });
    expect(stdout).toMatch(new RegExp(`^proxy +${address}$`, 'm'));
  });

  it('a refusal of the proxy is not taken for one of the site, and its password is not shown', async () => {
    const { address, heads } = await startProxy(port, () => 407);
    const { code, stderr } = await run(['whoami', '--base-url', site, '--debug'], {
      env: env(`http://ada:hunter2@${address}`),
    });
    expect(code).toBe(5);
    expect(stderr).toContain(`through the proxy ${address}: it answered 407`);
    expect(stderr).not.toContain('hunter2');
    expect(heads).toHaveLength(1);
  });

  it('the library uses the given proxy', async () => {
    const { address, heads } = await startProxy(port);
    const asked = exportUsers({ site: { baseUrl: site, apiKey: 'key', proxy: address } }).result();
    // Node reads NODE_EXTRA_CA_CERTS only when it starts.
    await expect(asked).rejects.toThrow(/an authority that is not trusted/);
    expect(heads).toHaveLength(1);
  });

  it('a certificate of another host gets no key', async () => {
    const { address } = await startProxy(port);
    const { code, stderr } = await run(['whoami', '--base-url', 'https://other.site.example'], {
      env: env(address),
    });
    expect(code).toBe(5);
    expect(stderr).toContain('its certificate is for another host');
    expect(sandbox.traffic.total).toBe(0);
  });
});

test.each([
  ['closes the connection', (port: number) => startProxy(port, () => 502)],
  ['connects to a port without TLS', (port: number) => startProxy(port)],
])('a request through a proxy that %s was certainly not sent', async (_, start) => {
  const mute = createServer((socket) => socket.destroy());
  const { address } = await start(await listen(mute));
  const connections = openConnections(1, new URL(`http://${address}`));
  onTestFinished(() => connections.close());
  const request = { method: 'POST', url: new URL(site), headers: {}, body: '{}' };
  const signal = new AbortController().signal;
  const { host } = new URL(site);
  expect(await connections.exchange(request, 5000, signal)).toMatchObject({
    type: 'unreachable',
    message: expect.stringContaining(
      `${host} cannot be reached through the proxy ${address}: `,
    ) as string,
  });
});

describe('the proxy of the environment', () => {
  const proxy = 'http://proxy.example:3128/';

  test.each<[string, Record<string, string>, string | undefined]>([
    [site, {}, undefined],
    [site, { HTTPS_PROXY: 'http://proxy.example:3128' }, proxy],
    [site, { https_proxy: 'proxy.example:3128', HTTPS_PROXY: 'http://other' }, proxy],
    [site, { ALL_PROXY: proxy }, proxy],
    [site, { HTTP_PROXY: proxy }, undefined],
    [site, { HTTPS_PROXY: '' }, undefined],
    ['http://127.0.0.1:4000', { HTTPS_PROXY: proxy }, undefined],
    ['https://localhost:4000', { HTTPS_PROXY: proxy }, undefined],
    [site, { HTTPS_PROXY: proxy, NO_PROXY: '*' }, undefined],
    [site, { HTTPS_PROXY: proxy, NO_PROXY: 'other.example, SITE.example' }, undefined],
    [site, { HTTPS_PROXY: proxy, no_proxy: '.site.example' }, undefined],
    [site, { HTTPS_PROXY: proxy, NO_PROXY: '*.site.example' }, undefined],
    [site, { HTTPS_PROXY: proxy, NO_PROXY: 'acme.site.example:443' }, undefined],
    [site, { HTTPS_PROXY: proxy, NO_PROXY: 'acme.site.example:8443' }, proxy],
    [site, { HTTPS_PROXY: proxy, NO_PROXY: 'me.site.example,example.com,' }, proxy],
  ])('of %s with %j is %s', (address, env, expected) => {
    expect(proxyFor(address, env)?.href).toBe(expected);
  });

  test('of another kind is refused without showing its password', () => {
    const socks = (): unknown => proxyFor(site, { HTTPS_PROXY: 'socks5://ada:hunter2@proxy:1080' });
    expect(socks).toThrow(/only HTTP proxies/);
    expect(socks).not.toThrow(/hunter2/);
  });
});
