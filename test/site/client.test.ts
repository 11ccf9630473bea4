import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Wait } from '../../src/site/client.js';
import { SiteAddressError } from '../../src/site/base-url.js';
import { clockOf, systemClock, type Clock } from '../../src/site/clock.js';
import {
  InDoubtError,
  NotAllowedError,
  PauseTooLongError,
  RefusedError,
} from '../../src/site/errors.js';
import { createRestSite } from '../../src/site/rest-site.js';
import type { RestSite } from '../../src/site/site.js';
import { closeLater, listen, siteOptions } from './loopback.js';
import { hurriedClock } from './virtual-clock.js';

type Handler = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
  number: number,
) => void;

/** A server that answers with `handler`, and a client for it; records every request. */
async function serve(
  handler: Handler,
  clock: Clock = systemClock,
  // Most tests do not care about the waits between attempts.
  { concurrency = 4, random = 0.01, timeoutMs = 20_000 } = {},
) {
  const seen: string[] = [];
  const lines: string[] = [];
  const waits: Wait[] = [];
  const url = await listen((request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    request.resume().on('end', () => handler(request, response, seen.length));
  });
  const site = closeLater(
    createRestSite({
      ...siteOptions,
      baseUrl: `${url}/api/rest/v1`,
      concurrency,
      timeoutMs,
      clock,
      random: () => random,
      onWait: (wait) => waits.push(wait),
      log: (line) => lines.push(line),
    }),
  );
  return { site, seen, lines, waits };
}

function json(response: http.ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const user = { id: 7, username: 'ada' };

/** Replies that do not tell whether the request was served. */
const doubtful: Record<string, Handler> = {
  'a reset': (request) => request.socket.destroy(),
  '500': (_, response) => json(response, 500, { error: 'Oops', 'http-code': '500' }),
  '502 with HTML': (_, response) => {
    response.writeHead(502, { 'Content-Type': 'text/html' });
    response.end('<html>Bad gateway</html>');
  },
  '503': (_, response) => json(response, 503, {}),
  '422 for a temporary condition': (_, response) =>
    json(response, 422, { error: 'Later.', type: 'service-unavailable/temporarily-unavailable' }),
  '408': (_, response) => json(response, 408, {}),
  'a cut body': (_, response) => {
    response.writeHead(201, { 'Content-Length': '100' });
    response.write('{"id":7,', () => response.destroy());
  },
  'JSON that ends early': (_, response) => {
    response.writeHead(201);
    response.end('{"id":7,"user');
  },
  'an empty body': (_, response) => {
    response.writeHead(201);
    response.end();
  },
  'no reply in time': () => undefined,
};

describe.each(Object.entries(doubtful))('after %s', (name, handler) => {
  // A short time-out only where no reply comes.
  const options = name === 'no reply in time' ? { timeoutMs: 300 } : {};

  it('a create is in doubt, and is not sent again', async () => {
    const { site, seen } = await serve(handler, systemClock, options);
    await expect(site.createUser({ username: 'ada' })).rejects.toThrow(InDoubtError);
    await expect(
      site.createPermission({ userId: 7, path: 'a', permission: 'full', recursive: true }),
    ).rejects.toThrow(InDoubtError);
    expect(seen).toEqual(['POST /api/rest/v1/users', 'POST /api/rest/v1/permissions']);
  });

  it('a welcome e-mail is in doubt, and is not sent again', async () => {
    const { site, seen } = await serve(handler, systemClock, options);
    await expect(site.resendWelcomeEmail(7)).rejects.toThrow(InDoubtError);
    expect(seen).toEqual(['POST /api/rest/v1/users/7/resend_welcome_email']);
  });

  it.each<[string, (site: RestSite) => Promise<unknown>]>([
    ['unlocking a user', (site) => site.unlockUser(7)],
    ['a reset of two-factor authentication', (site) => site.resetTwoFactor(7)],
    ['a read', (site) => site.getUser(7)],
    ['an update', (site) => site.updateUser(7, { name: 'Ada King' })],
    ['a deletion', (site) => site.deleteUser(7)],
    ['a new folder', (site) => site.createFolder('Sales/North')],
  ])('%s is sent again', async (_what, act) => {
    const handlers: Handler = (request, response, number) => {
      if (number === 1) handler(request, response, number);
      else json(response, 200, user);
    };
    const { site, seen } = await serve(handlers, systemClock, options);
    await act(site);
    // The normal reply to a deletion is empty.
    const isWhole = name === 'an empty body' && seen[0]?.startsWith('DELETE') === true;
    expect(seen).toHaveLength(isWhole ? 1 : 2);
    expect(seen[0]).toBe(seen.at(-1));
  });
});

describe('a reply that is not from the API', () => {
  const html =
    (status: number): Handler =>
    (_, response) => {
      response.writeHead(status, { 'Content-Type': 'text/html', Location: '/login' });
      response.end('<html>Blocked</html>');
    };

  it.each([302, 403, 404, 405])(
    'with %i counts as no reply once the API has answered',
    async (status) => {
      const { site, seen } = await serve((request, response, number) => {
        if (number === 1 || number === 3) json(response, 200, user);
        else html(status)(request, response, number);
      });
      await site.getUser(7);
      // The read was sent again; the create is in doubt.
      expect(await site.getUser(7)).toMatchObject(user);
      await expect(site.createUser({ username: 'ada' })).rejects.toThrow(InDoubtError);
      expect(seen).toHaveLength(4);
    },
  );

  it.each([200, 302, 403, 404, 405])(
    'with %i means a wrong address if the API has never answered',
    async (status) => {
      const { site, seen } = await serve(html(status));
      const wrong = `does not answer like Files.com (HTTP status ${status}, not from the API)`;
      await expect(site.settings()).rejects.toThrow(
        new SiteAddressError(`${site.url} ${wrong}. Check the name or address of the site.`),
      );
      expect(seen).toHaveLength(1);
    },
  );

  it.each([404, 405])('with %i and an empty body means the same', async (status) => {
    const { site } = await serve((_, response) => response.writeHead(status).end());
    await expect(site.settings()).rejects.toThrow(SiteAddressError);
    await expect(site.createUser({ username: 'ada' })).rejects.toThrow(RefusedError);
  });

  it.each([JSON.stringify({ error: 'Not Found.' }), 'Not Found', ''])(
    'is only recognised as a page, not as: %j',
    async (text) => {
      const { site } = await serve((_, response, number) => {
        if (number === 1) json(response, 200, user);
        else response.writeHead(404).end(text);
      });
      await site.getUser(7);
      expect(await site.getUser(7)).toBeUndefined();
    },
  );
});

it('a body is sent as JSON with its length, and a request without one has no such headers', async () => {
  const seen: (string | undefined)[][] = [];
  const { site } = await serve(({ headers }, response) => {
    seen.push([headers.accept, headers['content-type'], headers['content-length']]);
    json(response, 200, user);
  });
  await site.updateUser(7, { company: 'é' });
  await site.getUser(7);
  expect(seen).toEqual([
    ['application/json', 'application/json', '16'],
    ['application/json', undefined, undefined],
  ]);
});

it('a reply is asked for uncompressed, which a proxy could not know otherwise', async () => {
  const { site } = await serve(({ headers }, response) => {
    if (headers['accept-encoding'] === 'identity') return json(response, 200, user);
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(JSON.stringify(user)));
  });
  expect(await site.getUser(7)).toMatchObject(user);
});

it('a refused create is not in doubt', async () => {
  const { site, seen } = await serve((_, response) =>
    json(response, 422, { error: 'Error saving model.', model_errors: { username: ['taken'] } }),
  );
  await expect(site.createUser({ username: 'ada' })).rejects.toThrow(RefusedError);
  expect(seen).toHaveLength(1);
});

it('a create refused because of the rate limit is sent again after the pause', async () => {
  const times: number[] = [];
  const { site } = await serve((_, response, number) => {
    times.push(Date.now());
    if (number === 1) json(response, 429, {}, { 'Retry-After': '1' });
    else json(response, 201, user);
  });
  expect(await site.createUser({ username: 'ada' })).toMatchObject(user);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
});

it.each([-2, 2])(
  'a Retry-After date is measured by the clock of the site, %i days off ours',
  async (days) => {
    const now = Date.now() + days * 86_400_000;
    const { site, waits } = await serve((_, response, number) => {
      const headers = { Date: new Date(now).toUTCString() };
      const until = new Date(now + 4000).toUTCString();
      if (number === 1) json(response, 429, {}, { ...headers, 'Retry-After': until });
      else json(response, 200, user, headers);
    }, hurriedClock());
    await site.getUser(7);
    expect(waits).toEqual([{ ms: 4000, reason: 'rate-limited' }]);
  },
);

it('the clock of what stands in front of the site is not taken for that of the site', async () => {
  const ahead = 3 * 3_600_000;
  const dateIn = (ms: number) => ({ Date: new Date(Date.now() + ms).toUTCString() });
  const { site } = await serve((_, response, number) => {
    if (number !== 2) json(response, 200, user, dateIn(ahead));
    else {
      response.writeHead(502, { 'Content-Type': 'text/html', ...dateIn(0) });
      response.end('<html>Bad gateway</html>');
    }
  });
  await site.getUser(7);
  await expect(site.createUser({ username: 'ada' })).rejects.toThrow(InDoubtError);
  let from = 0;
  await site.createUser(
    { username: 'ada' },
    {
      beforeSend(window) {
        from = window.from - Date.now();
        return Promise.resolve();
      },
    },
  );
  expect(from).toBeGreaterThan(ahead - 60_000);
});

it('a pause of more than ten minutes is not waited for', async () => {
  const { site, waits } = await serve((_, response) =>
    json(response, 429, {}, { 'Retry-After': '610' }),
  );
  await expect(site.settings()).rejects.toThrow(PauseTooLongError);
  await expect(site.settings()).rejects.toThrow('asks to wait 10 minutes');
  // The name decides the exit code: this one stops a run like an unavailable site (5).
  await expect(site.settings()).rejects.toMatchObject({ name: 'SiteUnavailableError' });
  expect(waits).toEqual([]);
});

it.each([
  ['501', 501, { error: 'No.' }, RefusedError, 'No.'],
  ['599', 599, {}, InDoubtError, 'POST /users: the site answered with HTTP status 599'],
  ['300', 300, { error: 'No.' }, RefusedError, 'No.'],
  [
    '403',
    403,
    { error: 'No.', type: 'not-authorized/site-admin-required' },
    NotAllowedError,
    'The API key may not do this: No.',
  ],
  [
    '401',
    401,
    { error: 'No.' },
    NotAllowedError,
    'The site does not accept the API key: No. Check that the API key',
  ],
  [
    '401 without a full stop',
    401,
    { error: 'bad' },
    NotAllowedError,
    'The site does not accept the API key: bad. Check that the API key',
  ],
])('a create answered with %s', async (_what, status, body, error, message) => {
  const { site, seen } = await serve((_, response) => json(response, status, body));
  await expect(site.createUser({ username: 'ada' })).rejects.toThrow(error);
  await expect(site.createUser({ username: 'ada' })).rejects.toThrow(message);
  expect(seen).toHaveLength(2);
});

it('a reply of another shape is not taken for one of the API', async () => {
  const { site } = await serve((_, response) => json(response, 200, { hello: 'world' }));
  await expect(site.getUser(7)).rejects.toThrow(
    'The answer to /users/7 is not from the Files.com API.',
  );
  const unseen = 'the reply does not show what was created';
  await expect(site.createUser({})).rejects.toThrow(`POST /users: ${unseen}`);
  const grant = { userId: 7, path: 'a', permission: 'full', recursive: true };
  await expect(site.createPermission(grant)).rejects.toThrow(`POST /permissions: ${unseen}`);
});

it('logs each exchange, even a failed one, as a line for --debug', async () => {
  const { site, lines } = await serve((request, response, number) => {
    if (number === 1) request.socket.destroy();
    else json(response, 200, user);
  });
  await site.getUser(7);
  expect(lines.map((line) => line.replace(/\d+ ms$/, 'N ms'))).toEqual([
    'GET /users/7 the connection broke (ECONNRESET) N ms',
    'GET /users/7 200 N ms',
  ]);
});

it('calls beforeSend again if the request is sent only long after', async () => {
  let ahead = 0;
  const clock = clockOf({
    now: () => Date.now() + ahead,
    after: (ms, callback) => systemClock.after(ms, callback),
  });
  let hold: (response: http.ServerResponse) => void;
  const held = new Promise<http.ServerResponse>((resolve) => (hold = resolve));
  const { site, seen } = await serve(
    (_, response, number) => {
      if (number === 1) hold(response);
      else json(response, 200, user);
    },
    clock,
    { concurrency: 1 },
  );
  const first = site.getUser(1);
  const response = await held;
  let written = 0;
  const second = site.createUser(
    { username: 'ada' },
    {
      beforeSend: async () => {
        written += 1;
        if (written > 1) return;
        ahead += 5500;
        json(response, 200, user);
        await first;
      },
    },
  );
  await second;
  expect(written).toBe(2);
  expect(seen).toHaveLength(2);
});

it('an invalid key ends requests at once, and is never shown', async () => {
  const { site, seen, lines } = await serve((_, response) =>
    json(response, 401, { error: 'Invalid key.', type: 'not-authenticated/invalid-credentials' }),
  );
  const error = await site.access().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(NotAllowedError);
  expect(String(error)).toContain('Invalid key.');
  expect(seen).toHaveLength(1);
  expect(lines.join('\n') + String(error)).not.toContain('key1that2is3secret');
  expect(lines[0]).toMatch(/^GET \/api_key 401 \d+ ms$/);
});

it.each([
  ['not-authorized/api-key-is-disabled', 'The API key may not do this: No.'],
  ['site-configuration/trial-expired', 'The site is closed: No.'],
])('a refusal that concerns every request is a NotAllowedError: %s', async (type, message) => {
  const { site, seen } = await serve((_, response) => json(response, 403, { error: 'No.', type }));
  const refused = site.createUser({ username: 'ada' });
  await expect(refused).rejects.toThrow(NotAllowedError);
  await expect(refused).rejects.toThrow(message);
  expect(seen).toHaveLength(1);
});

it('waits for beforeSend, and sends nothing if it rejects', async () => {
  const { site, seen } = await serve((_, response) => json(response, 201, user));
  const order: string[] = [];
  await site.createUser(
    { username: 'ada' },
    {
      beforeSend: async ({ from, until }) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        order.push(`${seen.length} sent, ${until - from >= 300}`);
      },
    },
  );
  expect(order).toEqual(['0 sent, true']);
  const full = new Error('The disk is full.');
  await expect(
    site.createUser({ username: 'bob' }, { beforeSend: () => Promise.reject(full) }),
  ).rejects.toBe(full);
  expect(seen).toHaveLength(1);
});

describe('lists', () => {
  const names = async (site: RestSite): Promise<string[]> => {
    const all: string[] = [];
    for await (const page of site.users()) all.push(...page.map(({ username }) => username));
    return all;
  };
  const pageOf = (response: http.ServerResponse, list: string[], headers = {}): void =>
    json(
      response,
      200,
      list.map((username, id) => ({ id, username })),
      headers,
    );

  it.each(['X-Files-Cursor', 'X-Files-Cursor-Next'])(
    'are followed by %s, even past an empty page',
    async (name) => {
      const { site, seen } = await serve((_, response, number) => {
        if (number === 1) pageOf(response, ['a'], { [name]: 'one+/=' });
        else if (number === 2) pageOf(response, [], { [name]: 'two' });
        else pageOf(response, ['b']);
      });
      expect(await names(site)).toEqual(['a', 'b']);
      expect(seen[1]).toBe('GET /api/rest/v1/users?per_page=1000&cursor=one%2B%2F%3D');
    },
  );

  it('end with a blank cursor', async () => {
    const { site, seen } = await serve((_, response) =>
      pageOf(response, ['a'], { 'X-Files-Cursor': '' }),
    );
    expect(await names(site)).toEqual(['a']);
    expect(seen).toHaveLength(1);
  });

  it('end if the cursor does not advance', async () => {
    const { site } = await serve((_, response) =>
      pageOf(response, ['a'], { 'X-Files-Cursor': 'same' }),
    );
    expect(await names(site)).toEqual(['a', 'a']);
  });

  it('fail after too many empty pages', async () => {
    const { site, seen } = await serve((_, response, number) => {
      response.writeHead(200, { 'X-Files-Cursor': String(number) }).end('[]');
    });
    await expect(names(site)).rejects.toThrow('empty pages of /users');
    expect(seen).toHaveLength(1001);
  });

  it('end if the cursors form a cycle', async () => {
    const { site, seen } = await serve((_, response, number) => {
      if (number > 9) pageOf(response, ['late']);
      else pageOf(response, ['a'], { 'X-Files-Cursor': number % 2 === 1 ? 'A' : 'B' });
    });
    expect(await names(site)).toEqual(['a', 'a', 'a']);
    expect(seen).toHaveLength(3);
  });
});

it('an existing folder counts as created; its path is encoded part by part', async () => {
  const { site, seen } = await serve((_, response) =>
    json(response, 422, { error: 'There.', type: 'processing-failure/destination-exists' }),
  );
  await site.createFolder('Sales & more/100%');
  expect(seen).toEqual(['POST /api/rest/v1/folders/Sales%20%26%20more/100%25']);
});

it('looks for a name on every page', async () => {
  const { site, seen } = await serve((_, response, number) => {
    const first = number % 2 === 1;
    const [other, ada] = [
      { id: 1, username: 'adam', name: 'adam' },
      { id: 2, username: 'ada', name: 'ada' },
    ];
    json(response, 200, [first ? other : ada], first ? { 'X-Files-Cursor': 'next' } : {});
  });
  expect(await site.findUser('ada')).toMatchObject({ id: 2 });
  expect(await site.findGroup('ada')).toMatchObject({ id: 2 });
  expect(seen).toHaveLength(4);
});

it('finds a user by exact name, ignoring case and normalisation', async () => {
  const { site } = await serve((_, response) =>
    json(response, 200, [
      { id: 1, username: 'adam' },
      { id: 2, username: 'ADA' },
      { id: 3, username: 're\u0301mi' },
    ]),
  );
  expect(await site.findUser('ada')).toMatchObject({ id: 2 });
  expect(await site.findUser('ad')).toBeUndefined();
  expect(await site.findUser('R\u00c9MI')).toMatchObject({ id: 3 });
});

describe('patience', () => {
  it('ends after two minutes without anything useful', async () => {
    const { site, seen } = await serve((_, response) => json(response, 500, {}), hurriedClock());
    await expect(site.settings()).rejects.toThrow(/no useful answer: .*\. Try again later\.$/);
    expect(seen.length).toBeGreaterThan(5);
  });

  it.each([
    ['without a Retry-After', undefined, [1, 2, 4, 8, 16, 32, 60]],
    ['with one, after up to ten more minutes', '181', [181, 181, 181, 181]],
  ])('ends if the rate limit refuses every request, %s', async (_what, asked, seconds) => {
    const headers = asked === undefined ? {} : { 'Retry-After': asked };
    const { site, waits } = await serve(
      (_, response) => json(response, 429, {}, headers),
      hurriedClock(),
    );
    await expect(site.settings()).rejects.toThrow(
      /refused every request for minutes, because of its rate limit/,
    );
    expect(waits.map(({ ms }) => ms / 1000)).toEqual(seconds);
  });

  it('doubles the pauses if Retry-After is 0', async () => {
    const { site, seen, waits } = await serve((_, response, number) => {
      if (number <= 4) json(response, 429, {}, { 'Retry-After': '0' });
      else json(response, 200, user);
    }, hurriedClock());
    await site.getUser(7);
    expect(waits.map(({ ms }) => ms)).toEqual([1000, 2000, 4000, 8000]);
    expect(seen).toHaveLength(5);
  });

  it('reports only long waits, and each pause once', async () => {
    const slow = await serve(
      (_, response, number) => {
        if (number < 4) json(response, 503, { error: 'Down, says key1that2is3secret.' });
        else json(response, 200, user);
      },
      hurriedClock(),
      { random: 0.75 },
    );
    await slow.site.getUser(7);
    const message = 'the site answered with HTTP status 503 (Down, says [hidden].)';
    expect(slow.waits).toEqual([{ ms: 1500, reason: 'no-answer', message }]);
    const limited = await serve((_, response, number) => {
      if (number <= 4) json(response, 429, {}, { 'Retry-After': '1' });
      else json(response, 200, user);
    }, hurriedClock());
    await Promise.all([1, 2, 3, 4].map((id) => limited.site.getUser(id)));
    expect(limited.waits).toEqual([{ ms: 1000, reason: 'rate-limited' }]);
  });

  it('reports a time-out, however short the wait after it', async () => {
    const silentAtFirst: Handler = (_, response, number) => {
      if (number > 1) json(response, 200, user);
    };
    const { site, waits } = await serve(silentAtFirst, hurriedClock(), { timeoutMs: 1000 });
    await site.getUser(7);
    expect(waits).toEqual([{ ms: 5, reason: 'no-answer', message: 'no reply came within 1 s' }]);
  });

  it('ends after seconds if the host has never answered, and names it', async () => {
    const closed = http.createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const baseUrl = `http://127.0.0.1:${port}/api/rest/v1`;
    const site = createRestSite({ ...siteOptions, clock: hurriedClock(), baseUrl });
    await expect(site.access()).rejects.toThrow(
      `127.0.0.1:${port} cannot be reached: nothing answers there. Check the site's address and the network.`,
    );
  });
});
