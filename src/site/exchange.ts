import http from 'node:http';
import https from 'node:https';
import { AbortError } from './clock.js';
import type { Headers, Unanswered } from './outcome.js';
import { ProxyRefusedError, TunnelAgent } from './tunnel-agent.js';
import { whyNoConnection } from './no-connection.js';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** A complete reply. */
export interface WholeReply {
  readonly type: 'whole';
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type Exchanged = WholeReply | Unanswered;

export interface Connections {
  /** Rejects only with AbortError. */
  exchange(request: HttpRequest, timeoutMs: number, signal: AbortSignal): Promise<Exchanged>;
  close(): void;
}

/** A reply of 1,000 users takes about 3 MB; no reply of the site comes near this. */
const longestReply = 64 * 1024 * 1024;

/** Keep-alive connections, as many as are needed at once; through the proxy, if there is one. */
export function openConnections(most: number, proxy?: URL): Connections {
  const options = { keepAlive: true, maxSockets: most, maxFreeSockets: most };
  // NODE_TLS_REJECT_UNAUTHORIZED=0, set for some other program, would reveal the key to anyone.
  const secure = { ...options, rejectUnauthorized: true };
  const agents = {
    'http:': new http.Agent(options),
    'https:': proxy ? new TunnelAgent(proxy, secure) : new https.Agent(secure),
  };
  return {
    exchange: (request, timeoutMs, signal) => exchange(request, timeoutMs, signal, agents),
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function exchange(
  { method, url, headers, body }: HttpRequest,
  timeoutMs: number,
  signal: AbortSignal,
  agents: { 'http:': http.Agent; 'https:': https.Agent },
): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const agent = secure ? agents['https:'] : agents['http:'];
    const request = (secure ? https : http).request(url, { method, headers, signal, agent });
    let connected = false;
    // What comes first counts.
    const fail = (message: string, lasting = false): void => {
      if (signal.aborted) reject(new AbortError());
      else
        resolve(connected ? { type: 'lost', message } : { type: 'unreachable', message, lasting });
      request.destroy();
    };
    const timer = setTimeout(() => {
      fail(`no reply came within ${timeoutMs / 1000} s`);
    }, timeoutMs);

    request.on('close', () => clearTimeout(timer));
    request.on('socket', (socket) => {
      if (!socket.connecting) connected = true;
      else socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      const { code = error.message } = error;
      if (connected) return fail(`the connection broke (${code})`);
      const { why, lasting } = whyNoConnection(error);
      const way = agent instanceof TunnelAgent ? ` through the proxy ${agent.proxy.host}` : '';
      fail(
        `${url.host} cannot be reached${way}: ${why}`,
        lasting || error instanceof ProxyRefusedError,
      );
    });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > longestReply) fail('the reply is too long');
      });
      response.on('error', () => fail('the reply was cut short'));
      response.on('close', () => {
        if (!response.complete) fail('the reply was cut short');
      });
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const status = response.statusCode ?? 0;
        resolve({ type: 'whole', status, headers: response.headers, text });
      });
    });
    request.end(body);
  });
}
