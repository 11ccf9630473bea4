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
 * A sandbox behind a server that answers some requests itself, as real sites do and the sandbox does not.
 * `path` is relative to the API's address, and includes the query.
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
  // The address of a server that listens on a port is an AddressInfo.
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

/** The site's answer to someone who is not an administrator. */
export const administratorsOnly: OwnAnswer = {
  status: 403,
  type: 'not-authorized/site-admin-required',
  error: 'You must be a Site Administrator to do this.',
};

/** The site's answer to someone who may not see the resource. */
export const notShown: OwnAnswer = {
  status: 404,
  type: 'not-found',
  error: 'Not Found.  This may be related to your permissions.',
};
