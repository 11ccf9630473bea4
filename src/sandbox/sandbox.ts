import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, envelope, invalidKey, notFound } from './api-error.js';
import { Content } from './content.js';
import { drawFault, type Fault, type FaultPlan } from './faults.js';
import { RateLimit } from './rate-limit.js';
import { parseBody, type ApiReply } from './request.js';
import { match } from './routes.js';
import { sandboxKey, seed } from './seed.js';
import type { SandboxContent } from './state.js';
import { Traffic } from './traffic.js';

export interface SandboxOptions {
  /** 0: any that is free. */
  readonly port?: number;
  readonly apiKey?: string;
  /** What the site holds at the beginning; without it, the seed. */
  readonly content?: SandboxContent;
  /** Requests a second beyond which it answers 429. */
  readonly rateLimit?: number;
  /** Added to every reply; ms. */
  readonly latency?: number;
  readonly faults?: FaultPlan;
  /** The site's clock; ms since the epoch. */
  readonly now?: () => number;
  readonly random?: () => number;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly apiKey: string;
  readonly content: Content;
  readonly traffic: Traffic;
  setFaults(plan: FaultPlan | undefined): void;
  close(): Promise<void>;
}

const base = '/api/rest/v1';

/** Starts a local Files.com on the loopback address. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { apiKey = sandboxKey, latency = 0, random = Math.random, now = Date.now } = options;
  const content = new Content(options.content ?? seed(apiKey));
  const traffic = new Traffic();
  const limit =
    options.rateLimit === undefined ? undefined : new RateLimit(options.rateLimit, now());
  let plan = options.faults;

  const server = http.createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    apiKey,
    content,
    traffic,
    setFaults: (next) => {
      plan = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    response.setHeader('Date', new Date(now()).toUTCString());
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', 'http://sandbox');
    traffic.total += 1;
    if (limit && now() < limit.pausedUntil) traffic.duringPause += 1;
    const text = await bodyOf(request);
    const fault = plan && drawFault(plan, method, url.pathname, random);
    if (limit && !limit.take(now())) {
      limit.pausedUntil = now() + 1000;
      traffic.limited += 1;
      send(response, tooMany(true));
      return;
    }
    if (fault?.kind === 'lost-before') {
      request.socket.destroy();
      return;
    }
    const early = fault && insteadOfServing(fault);
    const reply = early ?? serve(request, method, url, text);
    if (latency > 0) await delay(latency);
    if (early || !fault) {
      send(response, reply);
      return;
    }
    return sendFaulty(fault, response, reply);
  }

  function serve(request: http.IncomingMessage, method: string, url: URL, text: string): ApiReply {
    try {
      const key = content.apiKeys.find((each) => each.key === request.headers['x-filesapi-key']);
      if (!key) throw invalidKey();
      if (!url.pathname.startsWith(`${base}/`)) throw notFound();
      const found = match(method, url.pathname.slice(base.length));
      if (!found) throw notFound();
      const endpoint = `${method} ${found.route.template}`;
      traffic.endpoint(endpoint);
      return found.route.handler({
        method,
        params: found.params,
        query: url.searchParams,
        body: parseBody(text, request.headers['content-type'] ?? 'application/json'),
        key,
        content,
        now: now(),
        onUnknown: (parameter) => traffic.unknown(endpoint, parameter),
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return refusal(error);
    }
  }
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function refusal(error: ApiError, headers: Readonly<Record<string, string>> = {}): ApiReply {
  return {
    status: error.status,
    body: envelope(error, randomUUID()),
    headers: { 'X-Files-Error-Class': error.type, ...headers },
  };
}

function tooMany(sayWhen: boolean): ApiReply {
  const error = new ApiError(
    429,
    'rate-limited/too-many-requests',
    'You have made too many requests. Please try again later.',
  );
  return refusal(error, sayWhen ? { 'Retry-After': '1' } : {});
}

/** The reply of a fault that keeps the request from being served. */
function insteadOfServing({ kind }: Fault): ApiReply | undefined {
  switch (kind) {
    case 'error-before':
      return internalError();
    case 'bad-gateway':
      return badGateway;
    case 'limited':
      return tooMany(true);
    case 'limited-bare':
      return tooMany(false);
    default:
      return undefined;
  }
}

const badGateway: ApiReply = {
  status: 502,
  body: '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>',
  headers: { 'Content-Type': 'text/html' },
};

/** As recorded: the code as text, and no type. */
function internalError(): ApiReply {
  return {
    status: 500,
    body: { error: 'Internal server error, please try again later.', 'http-code': '500' },
  };
}

async function sendFaulty(
  { kind, ms = 1000 }: Fault,
  response: http.ServerResponse,
  reply: ApiReply,
): Promise<void> {
  const text = JSON.stringify(reply.body ?? {});
  switch (kind) {
    case 'lost-after':
      response.destroy();
      return;
    case 'error-after': {
      send(response, internalError());
      return;
    }
    case 'cut':
      response.writeHead(reply.status, {
        'Content-Type': 'application/json',
        'Content-Length': String(Buffer.byteLength(text) + 10),
      });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    case 'cut-json': {
      send(response, { ...reply, body: text.slice(0, text.length / 2) });
      return;
    }
    case 'empty': {
      send(response, { ...reply, body: '' });
      return;
    }
    case 'slow':
      await delay(ms);
      {
        send(response, reply);
        return;
      }
    default: {
      send(response, reply);
      return;
    }
  }
}

/** A body that is text goes out as it is. */
function send(response: http.ServerResponse, { status, body, headers }: ApiReply): void {
  response.writeHead(status, {
    'X-Request-Id': randomUUID(),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...headers,
  });
  response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
}
