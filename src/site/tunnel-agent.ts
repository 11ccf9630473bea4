import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { whyNoConnection } from './no-connection.js';

/** How long a proxy may take to connect to a host; ms. */
const openWithin = 30_000;

/** The proxy does not connect, and will not until somebody changes something. */
export class ProxyRefusedError extends Error {
  override name = 'ProxyRefusedError';
}

type Opened = (error: Error | null, stream?: Duplex) => void;

/**
 * Reaches hosts through an HTTP proxy (CONNECT of RFC 9110, 9.3.6). TLS is with the host itself, so the
 * proxy learns only its name. A connection is handed over once it is secure: if it fails before that,
 * nothing was sent.
 */
export class TunnelAgent extends https.Agent {
  constructor(
    readonly proxy: URL,
    options: https.AgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: https.RequestOptions, opened: Opened): undefined {
    const host = `${options.host ?? ''}:${options.port ?? 443}`;
    openTunnel(this.proxy, host, (error, socket) => {
      if (error) return opened(error);
      const through = { ...options, socket };
      const secure = super.createConnection(through);
      secure?.once('error', opened);
      secure?.once('secureConnect', () => {
        secure.off('error', opened);
        opened(null, secure);
      });
    });
  }
}

function openTunnel(proxy: URL, host: string, opened: Opened): void {
  const { protocol, hostname, port } = proxy;
  const secure = protocol === 'https:';
  const request = (secure ? https : http).request({
    method: 'CONNECT',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : port,
    path: host,
    headers: { Host: host, ...authorization(proxy) },
    timeout: openWithin,
    agent: false,
    // It may get a password, which NODE_TLS_REJECT_UNAUTHORIZED must not reveal to anyone else.
    rejectUnauthorized: true,
  });
  // Do not wait for it if the request was abandoned.
  request.once('socket', (socket) => socket.unref());
  request.once('timeout', () => request.destroy(new Error('no answer came')));
  request.once('error', (error) => {
    const { why, lasting } = whyNoConnection(error);
    const problem = `it cannot be used (${why})`;
    opened(lasting ? new ProxyRefusedError(problem) : new Error(problem));
  });
  request.once('connect', ({ statusCode = 0 }, socket) => {
    if (statusCode >= 200 && statusCode < 300) {
      socket.setTimeout(0);
      opened(null, socket.ref());
      return;
    }
    socket.destroy();
    const hint = statusCode === 407 ? '; its user and password belong in its address' : '';
    // Its own words may repeat the password.
    const answer = `it answered ${statusCode} ${http.STATUS_CODES[statusCode] ?? ''}${hint}`;
    opened(statusCode < 500 ? new ProxyRefusedError(answer) : new Error(answer));
  });
  request.end();
}

function authorization({ username, password }: URL): { 'Proxy-Authorization'?: string } {
  if (username === '' && password === '') return {};
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** An invalid escape sequence is taken literally: a password may contain a % that nobody wrote as %25. */
function decoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}
