import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from '../../src/sandbox/sandbox.js';

export interface OwnAnswer {
  readonly status: number;
  readonly type: string;
  readonly error: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A sandbox behind a server that answers some requests itself, with what a real site says and the sandbox
 * does not. `path` is below the API's address, with its query.
 */
export async function inFrontOf(
  sandbox: Sandbox,
  answer: (method: string, path: string) => OwnAnswer | undefined,
): Promise<Sandbox> {
  const server = http.createServer((request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const own = answer(method, url.replace('/api/rest/v1', ''));
    if (own) {
      const { status, type, error } = own;
      request.resume();
      response.writeHead(status, { 'Content-Type': 'application/json', ...own.headers });
      response.end(JSON.stringify({ error, 'http-code': status, type }));
      return;
    }
    const onward = http.request(sandbox.url + url, { method, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    ...sandbox,
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sandbox.close();
    },
  };
}

/** What the site says to who is no administrator. */
export const administratorsOnly: OwnAnswer = {
  status: 403,
  type: 'not-authorized/site-admin-required',
  error: 'You must be a Site Administrator to do this.',
};

/** What the site says to whom it does not show what is there. */
export const notShown: OwnAnswer = {
  status: 404,
  type: 'not-found',
  error: 'Not Found.  This may be related to your permissions.',
};
