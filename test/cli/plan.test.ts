import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, type Finished } from './command.js';
import { stateOf } from './site.js';
import { setUp as sceneOf } from './scene.js';
import { expectPrivate } from '../private.js';

async function setUp(csv: string) {
  const scene = await sceneOf(csv);
  /** The command without a site. */
  const bare = (...args: string[]): Promise<Finished> =>
    run([...args, '--state-dir', scene.state], { env: scene.env });
  return { ...scene, bare };
}

const csv = `username,authentication_method,password,email,site_admin,group_ids,folder_permissions
ada,,secret-pass-1,,Y,Sales,
bob,,secret-pass-2,,,"Sales,Finance",Shared=full|Home/bob=readonly*
carl,email_signup,,carl@example.com,,,
`;

interface PlanJson {
  readonly result: string;
  readonly rows: readonly Record<string, unknown>[];
  readonly totals: Record<string, unknown>;
  readonly issues: readonly { readonly line: number; readonly code: string }[];
}

function json({ stdout }: Finished): PlanJson {
  return JSON.parse(stdout) as PlanJson;
}

describe('plan', () => {
  it('shows what an import would do, in total and per row, and changes nothing', async () => {
    const { sandbox, file, command } = await setUp(csv);
    const before = stateOf(sandbox);
    const { code, stdout } = await command('plan', file);
    expect(code).toBe(0);
    expect(stateOf(sandbox)).toEqual(before);
    expect(stdout.replace(sandbox.url, 'SITE').replace(file, 'FILE')).toMatchInlineSnapshot(`
      "FILE: 3 rows, 3 valid

      Plan for SITE/api/rest/v1
        create       3 users
        groups       2 groups
        folders      2 folders, created where missing
        permissions  2 folder permissions, 1 of them admin or full: bob (full on /Shared)
        admins       1 new site administrator: ada
        e-mails      1 message sent by the site
        seats        3 more users; the site has had at most 1, and its limit is not known
        requests     about 7 API calls, 1 s at best

        line 2     create    ada: site administrator; groups Sales
        line 3     create    bob: groups Sales, Finance; /Shared full, /Home/bob readonly (not below)
        line 4     create    carl: e-mail
      "
    `);
  });

  it('predicts the number of calls', async () => {
    const { sandbox, file, command } = await setUp(csv);
    const { totals } = json(await command('plan', file, '--json'));
    const asked = sandbox.traffic.total;
    expect(asked).toBeLessThanOrEqual(5);
    await command('import', file, '--yes');
    // The same look-ups except the number of users, and the planned calls.
    expect(sandbox.traffic.total - asked).toBe(asked - 1 + Number(totals.calls));
  });

  it('reports the action of each row as JSON: create, update with changes, skip, refuse', async () => {
    const { sandbox, file, command } = await setUp(csv);
    const fields = { email: 'old@example.com', authentication_method: 'email_signup' };
    sandbox.content.addUser({ id: 900, username: 'CARL', fields, groupIds: [], adminGroupIds: [] });
    const rowOf = async (...flags: string[]) => {
      const result = await command('plan', file, '--json', ...flags);
      const [, , carl] = json(result).rows;
      return { code: result.code, carl, codes: json(result).issues.map((issue) => issue.code) };
    };
    expect(await rowOf()).toMatchObject({
      code: 1,
      carl: { line: 4, username: 'carl', id: 900, action: 'refuse' },
      codes: ['username-taken'],
    });
    expect(await rowOf('--existing', 'skip')).toMatchObject({ code: 0, carl: { action: 'skip' } });
    expect(await rowOf('--existing', 'update')).toMatchObject({
      code: 0,
      carl: {
        action: 'update',
        changes: [{ field: 'email', from: 'old@example.com', to: 'carl@example.com' }],
      },
    });
  });

  it('names groups, and says that an existing user may already have a permission', async () => {
    const { sandbox, file, command } = await setUp(
      'username,group_ids,folder_permissions,ssh_public_key\nada,"Finance,New",Shared=readonly,\n',
    );
    const { content } = sandbox;
    const ids = [...content.groups.values()].map(({ id, name }) => [name, id] as const);
    const { Sales = 0, Finance = 0 } = Object.fromEntries(ids);
    content.addUser({
      id: 900,
      username: 'ada',
      fields: {},
      groupIds: [Sales, Finance],
      adminGroupIds: [],
    });
    const update = ['plan', file, '--existing', 'update', '--create-groups'];
    const { stdout } = await command(...update);
    expect(stdout).toContain('  permissions  at most 1 folder permission\n');
    expect(stdout).toMatch(
      /^ +line 2 +update +ada: group_ids Sales,Finance → Finance,New; \/Shared readonly, where missing$/m,
    );
    expect(json(await command(...update, '--json')).rows).toMatchObject([
      { changes: [{ field: 'group_ids', from: 'Sales,Finance', to: 'Finance,New' }] },
    ]);
  });

  it('counts a group once if rows refer to it by name and by id', async () => {
    const { file, command } = await setUp(
      'username,password,group_ids\nada,secret-pass-1,Finance\nbob,secret-pass-2,"New,13"\ncem,secret-pass-3,013\n',
    );
    const { totals } = json(await command('plan', file, '--create-groups', '--json'));
    expect(totals).toMatchObject({ groups: 2, newGroups: ['New'] });
  });

  it('says that warnings count as errors with --strict, as the import does', async () => {
    const { file, command } = await setUp(
      'username,password,colour\nada,secret-pass-1,\n,,\n,x,\n',
    );
    for (const args of [['plan'], ['import', '--yes']]) {
      const result = await command(...args, file, '--skip-invalid', '--strict');
      expect(result.stderr).toContain('Warnings count as errors with --strict.');
      expect(result.code).toBe(1);
    }
    const { stderr } = await command('plan', file, '--strict');
    expect(stderr).not.toContain('--strict');
  });

  it('shows 50 rows as text, or all of them with --all-rows', async () => {
    const rows = Array.from({ length: 61 }, (_, index) => `user${index},secret-pass-1`);
    const { file, command } = await setUp(['username,password', ...rows, ''].join('\n'));
    const few = (await command('plan', file)).stdout;
    expect(few.match(/^ +line /gm)).toHaveLength(50);
    expect(few).toContain('… and 11 more rows');
    const all = (await command('plan', file, '--all-rows')).stdout;
    expect(all.match(/^ +line /gm)).toHaveLength(61);
    expect(json(await command('plan', file, '--json')).rows).toHaveLength(61);
  });

  it.each([
    [['--max-new', '2'], 'The plan creates 3 users; --max-new allows 2.'],
    [['--max-admins', '0'], 'adds 1 site administrator (ada); --max-admins allows 0.'],
  ])('ends with 1 beyond %j, and so does the import', async (flags, message) => {
    const { sandbox, file, command } = await setUp(csv);
    for (const args of [['plan'], ['import', '--yes']]) {
      const result = await command(...args, file, ...flags);
      expect(result.code).toBe(1);
      expect(result.stderr).toContain(message);
    }
    expect(sandbox.content.users.size).toBe(1);
    expect(
      (await command('import', file, '--yes', '--max-new', '3', '--max-admins', '1')).code,
    ).toBe(0);
  });
});

describe('a plan in a file', () => {
  it('is private and without secrets, and is imported without naming file or site again', async () => {
    const { sandbox, space, file, command, bare } = await setUp(csv);
    const path = join(space.path, 'plan.json');
    expect((await command('plan', file, '-o', path)).code).toBe(0);
    await expectPrivate(path);
    expect(await readFile(path, 'utf8')).not.toContain('secret-pass');
    expect((await command('plan', file, '-o', path)).code).toBe(2);
    expect(sandbox.content.users.size).toBe(1);
    const unasked = await bare('import', '--plan', path);
    expect([unasked.code, unasked.stderr]).toEqual([2, expect.stringContaining('add --yes')]);
    const result = await bare('import', '--plan', path, '--yes');
    expect(result.code, result.stderr).toBe(0);
    expect(sandbox.content.users.size).toBe(4);
    expect((await bare('import', '--plan', path, '--yes')).code).toBe(0);
    expect(sandbox.content.users.size).toBe(4);
  });

  it('is not written for a file whose run has ended, which is an error', async () => {
    const { space, file, command } = await setUp(csv);
    await command('import', file, '--yes');
    const path = join(space.path, 'plan.json');
    const { code, stderr } = await command('plan', file, '-o', path, '--quiet');
    expect([code, stderr]).toEqual([2, expect.stringContaining('so there is no plan to write.')]);
    await expect(stat(path)).rejects.toThrow('ENOENT');
    expect((await command('plan', file)).code).toBe(0);
  });

  it('contains the issues', async () => {
    const { space, file, command } = await setUp(
      'username,authentication_method,typo\nada,okta,\n',
    );
    const path = join(space.path, 'plan.json');
    expect((await command('plan', file, '-o', path)).code).toBe(0);
    const { issues } = JSON.parse(await readFile(path, 'utf8')) as PlanJson;
    expect(issues.map(({ code }) => code)).toEqual(['header-unknown-column']);
  });

  it('is refused with the reason if something has changed', async () => {
    const { sandbox, space, file, command, bare } = await setUp(csv);
    const path = join(space.path, 'plan.json');
    await command('plan', file, '-o', path);
    const refusal = async (...flags: string[]) => {
      const { code, stderr } = await bare('import', '--plan', path, '--yes', '--quiet', ...flags);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refusal('--existing', 'skip')).toContain('existing was error and is now skip');
    expect(await refusal('--site', 'acme')).toContain('was made for');
    expect(await refusal('--sandbox')).toMatch(/was made for .*, not for the sandbox\. Leave out /);
    await writeFile(file, csv.replace('ada', 'eva'));
    expect(await refusal()).toContain('users.csv has changed');
    await writeFile(file, csv);
    sandbox.content.groups.delete(13);
    expect(await refusal()).toContain(
      'The site has no group "Finance". Group names must match exactly. Create it there, or use --create-groups.',
    );
    expect(sandbox.content.users.size).toBe(1);
  });

  it('updates nobody with --existing error, which is a default, but was given', async () => {
    const { sandbox, space, file, command, bare } = await setUp(csv);
    const path = join(space.path, 'plan.json');
    await command('plan', file, '-o', path, '--existing', 'update');
    const { code, stderr } = await bare('import', '--plan', path, '--yes', '--existing', 'error');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('existing was update and is now error'),
    ]);
    expect(sandbox.content.users.size).toBe(1);
  });

  it('does not send the key to another host than one of Files.com', async () => {
    const { sandbox, space, file, command, bare } = await setUp(csv);
    const path = join(space.path, 'plan.json');
    await command('plan', file, '-o', path);
    const text = await readFile(path, 'utf8');
    const planFor = async (site: string) => {
      await writeFile(path, text.replace(`${sandbox.url}/api/rest/v1`, site));
      const { code, stderr } = await bare('import', '--plan', path, '--yes');
      return [code, stderr];
    };
    for (const site of ['https://files.com.example/api/rest/v1', 'https://acme.files.com:444', 'x'])
      expect(await planFor(site)).toEqual([2, expect.stringContaining('not an address of Files')]);
  });

  it('is imported into its workspace', async () => {
    const { sandbox, space, file, command, bare } = await setUp(csv);
    const path = join(space.path, 'plan.json');
    await command('plan', file, '-o', path, '--workspace-id', '3');
    const { code, stderr } = await bare('import', '--plan', path, '--yes');
    expect(code, stderr).toBe(0);
    expect(sandbox.content.userNamed('ada')?.fields.workspace_id).toBe(3);
  });

  it.each([
    [
      'of another version',
      (text: string) => text.replace('"version": 1', '"version": 2'),
      /version 2/,
    ],
    ['that is truncated', (text: string) => text.slice(0, -20), /not a complete plan/],
    [
      'with an unknown option',
      (text: string) => text.replace('"existing"', '"x":1,"existing"'),
      /not a complete plan/,
    ],
  ])('%s is refused', async (_what, spoil, message) => {
    const { space, file, command } = await setUp(csv);
    const path = join(space.path, 'plan.json');
    await command('plan', file, '-o', path);
    await writeFile(path, spoil(await readFile(path, 'utf8')));
    const { code, stderr } = await command('import', '--plan', path, '--yes');
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it('is not written for a file with errors, for a plan beyond its limits, or for --sandbox', async () => {
    const { space, file, command, bare } = await setUp(csv.replace('Sales', 'Sale'));
    const path = join(space.path, 'plan.json');
    expect((await command('plan', file, '-o', path)).code).toBe(1);
    const sound = await space.file('sound.csv', csv);
    const { code, stderr } = await command('plan', sound, '-o', path, '--max-new', '0');
    expect([code, stderr]).toEqual([1, expect.stringContaining('--max-new allows 0.')]);
    expect((await bare('plan', file, '-o', path, '--sandbox')).code).toBe(2);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });
});
