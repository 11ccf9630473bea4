import http from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** A server that answers as the test says, and a client of it; every request is counted. */
async function serve(
  handler: Handler,
  clock: Clock = systemClock,
  // The waits between attempts are of no interest to most.
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

/** Replies after which nobody knows whether the request was served. */
const doubtful: Record<string, Handler> = {
  'a reset': (request) => request.socket.destroy(),
  '500': (_, response) => json(response, 500, { error: 'Oops', 'http-code': '500' }),
  '502 with HTML': (_, response) => {
    response.writeHead(502, { 'Content-Type': 'text/html' });
    response.end('<html>Bad gateway</html>');
  },
  '503': (_, response) => json(response, 503, {}),
  '422 that says that it passes': (_, response) =>
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
  // Only who is not answered need wait for so short a time.
  const options = name === 'no reply in time' ? { timeoutMs: 300 } : {};

  it('a create is not sent again, and is in doubt', async () => {
    const { site, seen } = await serve(handler, systemClock, options);
    await expect(site.createUser({ username: 'ada' })).rejects.toThrow(InDoubtError);
    await expect(
      site.createPermission({ userId: 7, path: 'a', permission: 'full', recursive: true }),
    ).rejects.toThrow(InDoubtError);
    expect(seen).toEqual(['POST /api/rest/v1/users', 'POST /api/rest/v1/permissions']);
  });

  it('a welcome is not sent again, and is in doubt', async () => {
    const { site, seen } = await serve(handler, systemClock, options);
    await expect(site.resendWelcomeEmail(7)).rejects.toThrow(InDoubtError);
    expect(seen).toEqual(['POST /api/rest/v1/users/7/resend_welcome_email']);
  });

  it.each<[string, (site: RestSite) => Promise<unknown>]>([
    ['an unlocking', (site) => site.unlockUser(7)],
    ['a reset of two-factor authentication', (site) => site.resetTwoFactor(7)],
    ['a read', (site) => site.getUser(7)],
    ['a change', (site) => site.updateUser(7, { name: 'Ada King' })],
    ['a deletion', (site) => site.deleteUser(7)],
    ['a folder', (site) => site.createFolder('Sales/North')],
  ])('%s is sent again', async (_what, act) => {
    const handlers: Handler = (request, response, number) => {
      if (number === 1) handler(request, response, number);
      else json(response, 200, user);
    };
    const { site, seen } = await serve(handlers, systemClock, options);
    await act(site);
    // A deletion that is done has an empty reply.
    const isWhole = name === 'an empty body' && seen[0]?.startsWith('DELETE') === true;
    expect(seen).toHaveLength(isWhole ? 1 : 2);
    expect(seen[0]).toBe(seen.at(-1));
  });
});

describe('a reply from in front of the API', () => {
  const html =
    (status: number): Handler =>
    (_, response) => {
      response.writeHead(status, { 'Content-Type': 'text/html', Location: '/login' });
      response.end('<html>Blocked</html>');
    };

  it.each([302, 403, 404, 405])(
    'with %i is as good as none once the API was heard',
    async (status) => {
      const { site, seen } = await serve((request, response, number) => {
        if (number === 1 || number === 3) json(response, 200, user);
        else html(status)(request, response, number);
      });
      await site.getUser(7);
      // Sent again, and a create looked up.
      expect(await site.getUser(7)).toMatchObject(user);
      await expect(site.createUser({ username: 'ada' })).rejects.toThrow(InDoubtError);
      expect(seen).toHaveLength(4);
    },
  );

  it.each([200, 302, 403, 404, 405])(
    'with %i is final where the API never was: the address is wrong',
    async (status) => {
      const { site, seen } = await serve(html(status));
      const wrong = `does not answer like Files.com (HTTP status ${status}, not from the API)`;
      await expect(site.settings()).rejects.toThrow(
        new SiteAddressError(`${site.url} ${wrong}. Check the name or address of the site.`),
      );
      expect(seen).toHaveLength(1);
    },
  );

  it.each([404, 405])('with %i and nothing else tells the same', async (status) => {
    const { site } = await serve((_, response) => response.writeHead(status).end());
    await expect(site.settings()).rejects.toThrow(SiteAddressError);
    await expect(site.createUser({ username: 'ada' })).rejects.toThrow(RefusedError);
  });

  it.each([JSON.stringify({ error: 'Not Found.' }), 'Not Found', ''])(
    'is none that is not a page: %j',
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

it('a body is sent as JSON of a known length, and nothing is sent as none', async () => {
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

it('a create that is refused is not in doubt', async () => {
  const { site, seen } = await serve((_, response) =>
    json(response, 422, { error: 'Error saving model.', model_errors: { username: ['taken'] } }),
  );
  await expect(site.createUser({ username: 'ada' })).rejects.toThrow(RefusedError);
  expect(seen).toHaveLength(1);
});

it('a create that was refused for the rate is sent again, after the pause', async () => {
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
  'a pause until a date is reckoned by a site whose clock is %i days off',
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

it('a pause of more than ten minutes is not waited for', async () => {
  const { site, waits } = await serve((_, response) =>
    json(response, 429, {}, { 'Retry-After': '610' }),
  );
  await expect(site.settings()).rejects.toThrow(PauseTooLongError);
  await expect(site.settings()).rejects.toThrow('asks to wait 10 minutes');
  // Errors are told by their names at the end: this one stops a run as any silence does (exit 5).
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
    'The site does not accept the API key: No. Check that the key',
  ],
  [
    '401 without a full stop',
    401,
    { error: 'bad' },
    NotAllowedError,
    'The site does not accept the API key: bad. Check that the key',
  ],
])('a create that is answered with %s', async (_what, status, body, error, message) => {
  const { site, seen } = await serve((_, response) => json(response, status, body));
  await expect(site.createUser({ username: 'ada' })).rejects.toThrow(error);
  await expect(site.createUser({ username: 'ada' })).rejects.toThrow(message);
  expect(seen).toHaveLength(2);
});

it('a reply of something else is said to be one', async () => {
  const { site } = await serve((_, response) => json(response, 200, { hello: 'world' }));
  await expect(site.getUser(7)).rejects.toThrow(
    'The answer to /users/7 is not from the Files.com API.',
  );
  const unseen = 'the reply does not show what was created';
  await expect(site.createUser({})).rejects.toThrow(`POST /users: ${unseen}`);
  const grant = { userId: 7, path: 'a', permission: 'full', recursive: true };
  await expect(site.createPermission(grant)).rejects.toThrow(`POST /permissions: ${unseen}`);
});

it('each exchange is a line for --debug, whatever became of it', async () => {
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

it('a request that was written down long before its turn is written down anew', async () => {
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

it('a key that is no good is said once, and never shown', async () => {
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
])('what the site says to every request ends everything: %s', async (type, message) => {
  const { site, seen } = await serve((_, response) => json(response, 403, { error: 'No.', type }));
  const refused = site.createUser({ username: 'ada' });
  await expect(refused).rejects.toThrow(NotAllowedError);
  await expect(refused).rejects.toThrow(message);
  expect(seen).toHaveLength(1);
});

it('beforeSend is waited for, and what it refuses is not sent', async () => {
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
    'are followed by %s, over an empty page too',
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

  it('end with a cursor that is blank', async () => {
    const { site, seen } = await serve((_, response) =>
      pageOf(response, ['a'], { 'X-Files-Cursor': '' }),
    );
    expect(await names(site)).toEqual(['a']);
    expect(seen).toHaveLength(1);
  });

  it('end when the cursor does not advance', async () => {
    const { site } = await serve((_, response) =>
      pageOf(response, ['a'], { 'X-Files-Cursor': 'same' }),
    );
    expect(await names(site)).toEqual(['a', 'a']);
  });

  it('end with an error where nothing but empty pages come', async () => {
    const { site, seen } = await serve((_, response, number) => {
      response.writeHead(200, { 'X-Files-Cursor': String(number) }).end('[]');
    });
    await expect(names(site)).rejects.toThrow('empty pages of /users');
    expect(seen).toHaveLength(1001);
  });

  it('end when the cursors lead back to where they were', async () => {
    const { site, seen } = await serve((_, response, number) => {
      if (number > 9) pageOf(response, ['late']);
      else pageOf(response, ['a'], { 'X-Files-Cursor': number % 2 === 1 ? 'A' : 'B' });
    });
    expect(await names(site)).toEqual(['a', 'a', 'a']);
    expect(seen).toHaveLength(3);
  });
});

it('a folder that exists is as good as made; its name is encoded part by part', async () => {
  const { site, seen } = await serve((_, response) =>
    json(response, 422, { error: 'There.', type: 'processing-failure/destination-exists' }),
  );
  await site.createFolder('Sales & more/100%');
  expect(seen).toEqual(['POST /api/rest/v1/folders/Sales%20%26%20more/100%25']);
});

it('a name is looked for on every page', async () => {
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

it('a user is found by name without regard to case, and no other is taken for it', async () => {
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
    ['and no time is asked for', undefined, [1, 2, 4, 8, 16, 32, 60]],
    ['and time is asked for, up to ten minutes more', '180', [180, 180, 180, 180]],
  ])('ends when every request is refused for its rate, %s', async (_what, asked, seconds) => {
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

  it('lasts longer each time while the site refuses and asks for no time at all', async () => {
    const { site, seen, waits } = await serve((_, response, number) => {
      if (number <= 4) json(response, 429, {}, { 'Retry-After': '0' });
      else json(response, 200, user);
    }, hurriedClock());
    await site.getUser(7);
    expect(waits.map(({ ms }) => ms)).toEqual([1000, 2000, 4000, 8000]);
    expect(seen).toHaveLength(5);
  });

  it('tells of long waits alone, and of a pause once', async () => {
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

  it('tells of a host that says nothing for long, however soon it is asked again', async () => {
    const clock = hurriedClock();
    const silentAtFirst: Handler = (_, response, number) => {
      // The second reply comes when the first has been waited for.
      if (number > 1) json(response, 200, user);
      else void clock.sleep(1000, new AbortController().signal);
    };
    const { site, waits } = await serve(silentAtFirst, clock, { timeoutMs: 300 });
    await site.getUser(7);
    expect(waits).toEqual([{ ms: 5, reason: 'no-answer', message: 'no reply came within 0.3 s' }]);
  });

  it('ends after some seconds when nobody has ever answered, and names the host', async () => {
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
