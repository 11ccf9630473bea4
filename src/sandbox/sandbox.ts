import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, invalidKey, notFound } from './api-error.js';
import { Content } from './content.js';
import { insteadOfServing, sendFaulty } from './faulty-reply.js';
import { drawFault, type FaultPlan } from './faults.js';
import { legacyKey, legacyRefusal, matchLegacy } from './legacy.js';
import { RateLimit } from './rate-limit.js';
import { refusal, send, tooMany } from './reply.js';
import { parseBody, type ApiReply } from './request.js';
import { match, signIn, type Matcher } from './routes.js';
import { sandboxKey, seed } from './seed.js';
import type { SandboxContent, StoredApiKey, StoredSession } from './state.js';
import { Traffic } from './traffic.js';

export interface SandboxOptions {
  /** 0: any free port. */
  readonly port?: number;
  /** Default: the first in the content. */
  readonly apiKey?: string;
  /** What the site contains at first; default: the seed. */
  readonly content?: SandboxContent | undefined;
  /** Requests per second beyond which it answers 429. */
  readonly rateLimit?: number | undefined;
  /** Added to every reply; ms. */
  readonly latency?: number | undefined;
  readonly faults?: FaultPlan | undefined;
  /** The site's clock; ms since the epoch. */
  readonly now?: () => number;
  readonly random?: () => number;
}

/** A sandbox with access for the command and our own tests. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly apiKey: string;
  readonly content: Content;
  readonly traffic: Traffic;
  readonly setFaults: (plan: FaultPlan | undefined) => void;
  /** Rejects with the first error of the sandbox itself, which clients saw as a lost connection. */
  readonly close: () => Promise<void>;
}

/** What differs between the two APIs before a request reaches its endpoint, and when it is refused. */
interface SandboxApi {
  readonly base: string;
  readonly keyOf: (headers: http.IncomingHttpHeaders) => unknown;
  readonly match: Matcher;
  readonly refuse: (error: ApiError) => ApiReply;
}

const rest: SandboxApi = {
  base: '/api/rest/v1',
  keyOf: (headers) => headers['x-filesapi-key'],
  match,
  refuse: refusal,
};

const legacy: SandboxApi = {
  base: '/api/v2',
  keyOf: legacyKey,
  match: matchLegacy,
  refuse: legacyRefusal,
};

/** For requests that need none; it may do nothing else. */
const noKey: StoredApiKey = { key: '', userId: null, permissionSet: 'none' };

/** Starts a local Files.com on the loopback address. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { latency = 0, random = Math.random, now = Date.now } = options;
  const apiKey = options.apiKey ?? options.content?.apiKeys[0]?.key ?? sandboxKey;
  const content = new Content(options.content ?? seed(apiKey));
  const traffic = new Traffic();
  const limit =
    options.rateLimit === undefined ? undefined : new RateLimit(options.rateLimit, now());
  let plan = options.faults;
  let defect: { readonly error: unknown } | undefined;

  const server = http.createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      defect ??= { error };
      response.destroy();
    });
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
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (defect) throw defect.error;
    },
  };

  async function answer(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    response.setHeader('Date', new Date(now()).toUTCString());
    const method = request.method ?? 'GET';
    const { path, query } = addressOf(request.url ?? '/');
    traffic.total += 1;
    const text = await bodyOf(request).catch(() => undefined);
    // The client left before its request was complete.
    if (text === undefined) return;
    const drawn = plan && drawFault(plan, method, path, random);
    const wait = limit?.take(now()) ?? 0;
    const fault = wait > 0 ? undefined : drawn;
    if (fault?.kind === 'lost-before') {
      request.socket.destroy();
      return;
    }
    const early = wait > 0 ? tooMany(wait) : fault && insteadOfServing(fault);
    const reply = early ?? serve(request, method, path, query, text);
    if (latency > 0) await delay(latency);
    if (early || !fault) send(response, reply);
    else await sendFaulty(fault, response, reply);
  }

  function serve(
    request: http.IncomingMessage,
    method: string,
    path: string,
    query: URLSearchParams,
    text: string,
  ): ApiReply {
    const api = path.startsWith(`${legacy.base}/`) ? legacy : rest;
    try {
      const session = api === rest ? sessionOf(request.headers) : undefined;
      const asked = api.keyOf(request.headers);
      const key = session ? asKey(session) : content.apiKeys.find((each) => each.key === asked);
      const found = path.startsWith(`${api.base}/`)
        ? api.match(method, path.slice(api.base.length))
        : undefined;
      if (!key && found?.endpoint !== signIn) throw invalidKey();
      if (!found) throw notFound();
      const { handler, params } = found;
      const endpoint =
        api === legacy ? found.endpoint.replace(' ', ` ${api.base}`) : found.endpoint;
      traffic.endpoint(endpoint);
      return handler({
        params,
        query,
        body: parseBody(text, request.headers['content-type'] ?? 'application/json'),
        key: key ?? noKey,
        session,
        passwordAgain: passwordAgain(request.headers),
        workspaceId: Number(request.headers['x-files-workspace-id']) || 0,
        content,
        now: now(),
        onUnknown: (parameter) => traffic.unknown(endpoint, parameter),
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return api.refuse(error);
    }
  }

  function sessionOf(headers: http.IncomingHttpHeaders): StoredSession | undefined {
    return content.sessions.get(String(headers['x-filesapi-auth']));
  }
}

/** A session may do what its user may. */
function asKey({ id, userId }: StoredSession): StoredApiKey {
  return { key: id, userId, permissionSet: 'full' };
}

/** The Go SDK writes `password:` in front of it, and the official command line nothing. */
function passwordAgain(headers: http.IncomingHttpHeaders): string | undefined {
  const given = headers['x-files-reauthentication'];
  return given === undefined ? undefined : String(given).replace(/^password:/, '');
}

/** The path as it was sent: the site drops `..` in it, which `URL` would resolve. */
function addressOf(target: string): { path: string; query: URLSearchParams } {
  const [path = '', ...query] = target.split('?');
  return { path, query: new URLSearchParams(query.join('?')) };
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
