import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  actOnUsers,
  exportUsers,
  listRuns,
  planImport,
  readUsers,
  runImport,
  undoImport,
  validateFile,
} from 'files-bulk-import';
import { openSandbox } from '../sandbox/open.js';
import { options, sandbox, space, useSite } from './site.js';
import { expectPrivate } from '../private.js';

useSite();

const two = Buffer.from('username,authentication_method\nada,okta\nbob,okta\n');
const names = Array.from({ length: 40 }, (_, n) => `user${n}`);
const many = Buffer.from(`username,authentication_method\n${names.join(',okta\n')},okta\n`);

function usernames(): string[] {
  return [...sandbox.content.users.values()].map(({ username }) => username).sort();
}

function fieldsOf(username: string): Record<string, unknown> {
  return sandbox.content.userNamed(username)?.fields ?? {};
}

function disabled(): string[] {
  return usernames().filter((name) => fieldsOf(name).disabled === true);
}

async function lastRun(): Promise<string> {
  return (await listRuns(options.stateDirectory)).runs.at(-1)?.id ?? '';
}

/** The first line of the latest run's journal. */
async function headerOf(): Promise<unknown> {
  const path = join(options.stateDirectory, 'runs', await lastRun(), 'journal.ndjson');
  return JSON.parse((await readFile(path, 'utf8')).split('\n')[0] ?? '');
}

const login = { columns: { username: { header: 'Login' } }, ignore: [] };

describe('options of actOnUsers', () => {
  it('dryRun, strict and a confirm that declines change nobody', async () => {
    await runImport(two, options).result();
    const file = Buffer.from('username\nada\nnobody\n');
    const dry = await actOnUsers('disable', file, { ...options, dryRun: true }).result();
    expect(dry).toMatchObject({ type: 'planned', plan: { send: 1, missing: 1 } });
    const strict = await actOnUsers('disable', file, { ...options, strict: true }).result();
    expect(strict).toMatchObject({ type: 'invalid', summary: { warnings: 1 } });
    const asked = await actOnUsers('disable', file, { ...options, confirm: () => false }).result();
    expect(asked).toMatchObject({ type: 'declined' });
    expect(disabled()).toEqual([]);
  });

  it('restart repeats an ended run, and resume retries its failures', async () => {
    await runImport(two, options).result();
    const file = Buffer.from('username\nada\nnew\n');
    const { welcomeEmails } = sandbox.content;
    await actOnUsers('resend-welcome', file, options).result();
    await runImport(Buffer.from('username,authentication_method\nnew,okta\n'), options).result();
    const { runs } = await listRuns(options.stateDirectory);
    const resume = runs.find(({ kind }) => kind === 'users')?.id;
    const shown = await actOnUsers('resend-welcome', file, options).result();
    expect(shown).toMatchObject({ type: 'shown' });
    const again = await actOnUsers('resend-welcome', file, { ...options, resume }).result();
    expect(again).toMatchObject({ type: 'ran', account: { tally: { done: 2, missing: 0 } } });
    expect([...welcomeEmails.values()]).toEqual([1, 1]);
    const anew = await actOnUsers('resend-welcome', file, { ...options, restart: true }).result();
    expect(anew).toMatchObject({ type: 'ran' });
    expect([...welcomeEmails.values()]).toEqual([2, 2]);
  });

  it.each(['stop', 'leave'])('%s starts nobody further', async (how) => {
    await runImport(many, options).result();
    const stop = new AbortController();
    const site = { ...options.site, concurrency: 1 };
    const act = actOnUsers('disable', many, { ...options, site, stop: stop.signal });
    for await (const event of act) {
      if (event.type !== 'row') continue;
      if (how === 'leave') break;
      stop.abort();
    }
    expect(await act.result()).toMatchObject({ account: { stop: { reason: 'interrupted' } } });
    expect(disabled().length).toBeLessThan(40);
  });

  it('mapping and delimiter are kept in the journal for a resume', async () => {
    await runImport(two, options).result();
    const file = Buffer.from('Login;x\nada;\n');
    await actOnUsers('disable', file, { ...options, mapping: login, delimiter: ';' }).result();
    expect(await headerOf()).toMatchObject({ read: { delimiter: ';', mapping: login } });
  });
});

describe('options of runImport', () => {
  it('mapping and delimiter are kept in the journal', async () => {
    const file = Buffer.from('Login;authentication_method\nada;okta\n');
    await runImport(file, { ...options, mapping: login, delimiter: ';' }).result();
    expect(await headerOf()).toMatchObject({
      options: { read: { delimiter: ';', mapping: login } },
    });
  });

  it('only updatePasswords sets the password of an existing user', async () => {
    await runImport(Buffer.from('username,password\nada,Tram-walnut-1\n'), options).result();
    delete fieldsOf('ada').password_set_at;
    const file = Buffer.from('username,password\nada,Tram-walnut-2\n');
    const update = { ...options, existing: 'update' } as const;
    await runImport(file, update).result();
    expect(fieldsOf('ada').password_set_at).toBeUndefined();
    await runImport(file, { ...update, updatePasswords: true, restart: true }).result();
    expect(fieldsOf('ada').password_set_at).toBeDefined();
  });

  it('createFolders: false creates no folders', async () => {
    const file = Buffer.from(
      'username,authentication_method,folder_permissions\nada,okta,New=list\n',
    );
    await runImport(file, { ...options, createFolders: false }).result();
    expect(sandbox.content.permissions.size).toBe(1);
    expect(sandbox.traffic.byEndpoint.has('POST /folders/*')).toBe(false);
  });

  it('createGroups creates missing groups', async () => {
    const file = Buffer.from('username,authentication_method,group_ids\nada,okta,New\n');
    const result = await runImport(file, { ...options, createGroups: true }).result();
    expect(result).toMatchObject({ account: { groups: ['New'] } });
  });

  it('generatePasswords writes a private file into outputDirectory', async () => {
    const more = { generatePasswords: true, outputDirectory: space.path };
    const result = await runImport(Buffer.from('username\nada\n'), {
      ...options,
      ...more,
    }).result();
    const path = join(space.path, 'stdin.passwords.csv');
    expect(result).toMatchObject({ account: { passwords: path } });
    await expectPrivate(path);
  });

  it('strict and limits.maxAdmins prevent an import', async () => {
    const past = Buffer.from(
      'username,authentication_method,site_admin,access_expiration_date\nada,okta,Y,2001-01-01T00:00:00Z\n',
    );
    const strict = await runImport(past, { ...options, strict: true }).result();
    expect(strict).toMatchObject({ type: 'invalid', summary: { errors: 0 } });
    const limited = await runImport(past, { ...options, limits: { maxAdmins: 0 } }).result();
    expect(limited).toMatchObject({ type: 'beyond-limits' });
    expect(usernames()).toEqual(['admin']);
  });

  it('confirm gets the duration at the given rate', async () => {
    let told = 0;
    const confirm = (_plan: unknown, { seconds }: { readonly seconds: number }): boolean => {
      told = seconds;
      return false;
    };
    await runImport(many, { ...options, site: { ...options.site, rate: 8 }, confirm }).result();
    expect(told).toBeCloseTo(5);
  });
});

describe('options of undoImport', () => {
  it('includeAdopted also deletes adopted users', async () => {
    sandbox.setFaults({
      faults: [{ kind: 'lost-after', share: 1 }],
      concerns: (method, path) => method === 'POST' && path.endsWith('/users'),
    });
    const ran = await runImport(two, options).result();
    expect(ran).toMatchObject({ account: { adopted: 2 } });
    sandbox.setFaults(undefined);
    const id = await lastRun();
    expect(await undoImport(id, options).result()).toMatchObject({ account: { deleted: 0 } });
    const whole = undoImport(id, { ...options, includeAdopted: true });
    expect(await whole.result()).toMatchObject({ account: { deleted: 2 } });
  });

  it.each(['stop', 'leave'])('%s deletes nobody further', async (how) => {
    await runImport(many, options).result();
    const stop = new AbortController();
    const site = { ...options.site, concurrency: 1 };
    const undo = undoImport(await lastRun(), { ...options, site, stop: stop.signal });
    for await (const { type } of undo) {
      expect(type).toBe('deleted');
      if (how === 'leave') break;
      stop.abort();
    }
    expect(await undo.result()).toMatchObject({ account: { stop: { reason: 'interrupted' } } });
    expect(usernames().length).toBeGreaterThan(2);
  });

  it('signal ends a request in flight', async () => {
    await runImport(two, options).result();
    const reason = new Error('enough');
    const controller = new AbortController();
    sandbox.setFaults({ faults: [{ kind: 'slow', share: 1, ms: 60_000 }] });
    const undo = undoImport(await lastRun(), { ...options, signal: controller.signal });
    const result = undo.result();
    setTimeout(() => controller.abort(reason), 50);
    const late = new Promise((resolve) => setTimeout(resolve, 15_000, 'late'));
    await expect(Promise.race([result, late])).rejects.toBe(reason);
  });

  it('undoImport is refused while another task works on the same run', async () => {
    await runImport(two, options).result();
    const id = await lastRun();
    const first = undoImport(id, {
      ...options,
      confirm: async () => {
        await expect(undoImport(id, options).result()).rejects.toMatchObject({
          name: 'LockedError',
        });
        return false;
      },
    });
    expect(await first.result()).toMatchObject({ type: 'declined' });
    expect(usernames()).toEqual(['ada', 'admin', 'bob']);
  });
});

it('a run of another site can be neither undone nor resumed', async () => {
  await runImport(two, options).result();
  const id = await lastRun();
  const other = await openSandbox();
  const site = { baseUrl: other.url, apiKey: other.apiKey };
  const error = { name: 'RunNotFoundError' };
  await expect(undoImport(id, { ...options, site }).result()).rejects.toMatchObject(error);
  const resumed = runImport(two, { ...options, site, resume: id });
  await expect(resumed.result()).rejects.toMatchObject(error);
  expect(other.content.users.size).toBe(1);
});

it('listRuns lists unreadable runs by id', async () => {
  await runImport(two, options).result();
  const id = await lastRun();
  const path = join(options.stateDirectory, 'runs', id, 'journal.ndjson');
  await writeFile(path, (await readFile(path, 'utf8')).replace('"type":"user"', '"type":"us'));
  expect(await listRuns(options.stateDirectory)).toEqual({ runs: [], unreadable: [id] });
});

it('exportUsers applies group and search, and all adds further columns', async () => {
  const file = Buffer.from(
    'username,authentication_method,group_ids\nada,okta,Sales\nbob,okta,Sales\neva,okta,\n',
  );
  await runImport(file, options).result();
  const exported = async (more: object): Promise<string[]> => {
    const found: string[] = [];
    for await (const { username } of exportUsers({ site: options.site, ...more }))
      found.push(username);
    return found;
  };
  expect(await exported({ group: 'Sales' })).toEqual(['ada', 'bob']);
  expect(await exported({ search: 'ev' })).toEqual(['eva']);
  const documented = await exportUsers({ site: options.site }).result();
  const all = await exportUsers({ site: options.site, all: true }).result();
  expect(documented).toHaveLength(25);
  expect(all.length).toBeGreaterThan(25);
});

describe('options for the site', () => {
  it('workspaceId selects a workspace, to which runs are bound', async () => {
    const site = { ...options.site, workspaceId: 3 };
    await runImport(two, { ...options, site }).result();
    expect(fieldsOf('ada').workspace_id).toBe(3);
    const { runs } = await listRuns(options.stateDirectory);
    expect(runs[0]?.site).toMatch(/#workspace=3$/);
  });

  it('the User-Agent names the library', async () => {
    const agents: unknown[] = [];
    const server = http.createServer(({ headers }, response) => {
      agents.push(headers['user-agent']);
      response.writeHead(401).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const site = { ...options.site, baseUrl: `http://127.0.0.1:${port}` };
    await expect(runImport(two, { ...options, site }).result()).rejects.toThrow('API key');
    server.close();
    expect(new Set(agents)).toEqual(new Set(['files-bulk-import (library)']));
  });

  it('api selects the legacy API', async () => {
    const site = { ...options.site, api: 'legacy' } as const;
    const file = Buffer.from(
      'username,password,email,time_zone,root_folder\nada,Tram-walnut-1,a@b.example,London,Home/ada\n',
    );
    const result = await runImport(file, { ...options, site }).result();
    expect(result).toMatchObject({ type: 'ran', account: { tally: { created: 1 } } });
    expect(sandbox.traffic.byEndpoint.get('POST /api/v2/users')).toBe(1);
  });

  it('rate limits requests, and onWait reports pauses', async () => {
    const waits: unknown[] = [];
    const slow = await openSandbox({ rateLimit: 3 });
    const site = { baseUrl: slow.url, apiKey: slow.apiKey };
    const seven = Buffer.from(many.toString().split('\n').slice(0, 8).join('\n'));
    const onWait = (wait: unknown): void => void waits.push(wait);
    await runImport(seven, { ...options, site: { ...site, onWait } }).result();
    expect(waits).toContainEqual({ ms: 1000, reason: 'rate-limited' });
    await slow.close();
    const before = performance.now();
    await runImport(seven, { ...options, site: { ...options.site, rate: 5 } }).result();
    // At least ten requests; a slow machine only takes longer.
    expect(performance.now() - before).toBeGreaterThan(900);
  });

  it('timeoutMs limits how long a reply may take', async () => {
    let lost = 0;
    sandbox.setFaults({
      faults: [{ kind: 'slow', share: 1, ms: 3000 }],
      concerns: (method, path) => method === 'POST' && path.endsWith('/users') && (lost += 1) === 1,
    });
    const site = { ...options.site, timeoutMs: 200, concurrency: 1 };
    const result = await runImport(two, { ...options, site }).result();
    // The reply came too late, so the user was looked up.
    expect(result).toMatchObject({ account: { tally: { created: 2 }, adopted: 1 } });
  });
});

it('api and now determine the checks', async () => {
  const file = Buffer.from('username,authentication_method,group_ids\nada,okta,Sales\n');
  const codes = async (more: object): Promise<string[]> => {
    const found: string[] = [];
    for await (const { code } of validateFile(file, more)) found.push(code);
    return found;
  };
  expect(await codes({})).toEqual([]);
  expect(await codes({ api: 'legacy' })).not.toEqual([]);
  const rows = [];
  for await (const row of readUsers(file, { api: 'legacy' })) rows.push(...row.issues);
  expect(rows).not.toEqual([]);
  const dated = Buffer.from(
    'username,authentication_method,access_expiration_date\nada,okta,2031-01-01T00:00:00Z\n',
  );
  const at = (now: string) => validateFile(dated, { now: Date.parse(now) }).result();
  expect(await at('2030-01-01')).toMatchObject({ warnings: 0 });
  expect(await at('2032-01-01')).toMatchObject({ warnings: 1 });
  expect((await planImport(two, options).result()).type).toBe('planned');
});
