import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planImport, runImport, type ImportOptions } from 'files-bulk-import';
import { implies, type Grant } from '../../src/columns/permissions.js';
import { existingPolicies } from '../../src/run/import-options.js';
import type { PlannedRow } from '../../src/run/plan/planned-row.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { foldUsername } from '../../src/columns/username.js';
import { workspace } from '../cli/command.js';
import { openSandbox } from '../sandbox/open.js';

const names = ['ada', 'Bob', 'cyd', 'dan', 'Éva', 'fay x'];
/** Few values per column, so that the site and the file often agree. */
const cells = {
  authentication_method: ['okta', 'azure', 'email_signup'],
  full_name: ['', 'Ada King', 'Bob de la Cruz'],
  company: ['', 'Example Corp', '  Padded  ', '=Acme'],
  group_ids: ['', 'Sales', '"sales,Engineering"', 'Night Shift', '"night shift,Sales"'],
  site_admin: ['', 'N', 'Y'],
  notes: ['', '"first line\nsecond"'],
  time_zone: ['', 'London', 'Berlin'],
  ip_whitelist: ['', '"192.0.2.7\n10.0.0.0/8"'],
  ssl_required: ['', 'Y', 'N'],
  ftp_permission: ['', 'Y', 'N'],
  access_expiration_date: ['', '2099-03-14T13:27:01-04:00', '2099-03-14T17:27:01Z'],
  folder_permissions: [
    '',
    'Shared=readonly',
    'shared=full|a\\|b=list',
    'Shared=readonly*|a/b=admin',
  ],
};
/** The first value of each column. */
const someone = Object.values(cells).map(([first = '']) => first);
const columns = ['username', 'email', ...Object.keys(cells)];

const row = fc.tuple(...Object.values(cells).map((values) => fc.constantFrom(...values)));
/** Each name at most once, in varying case. */
const file = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.boolean(), row), {
  minLength: 1,
  maxLength: 6,
  selector: ([name]) => name,
});

function csv(rows: typeof file extends fc.Arbitrary<infer Rows> ? Rows : never): Buffer {
  const lines = rows.map(([name, upper, values]) =>
    [upper ? name.toUpperCase() : name, `${names.indexOf(name)}@example.com`, ...values].join(','),
  );
  return Buffer.from(`${[columns.join(','), ...lines].join('\n')}\n`);
}

const choices = fc.record({
  existing: fc.constantFrom(...existingPolicies),
  createGroups: fc.boolean(),
  createFolders: fc.boolean(),
  skipInvalid: fc.boolean(),
});

it('an import changes exactly what its plan says, field by field', async () => {
  const seen = new Set<string>();
  const example = async (
    before: Buffer,
    now: Buffer,
    chosen: Partial<ImportOptions>,
  ): Promise<void> => {
    const sandbox = await openSandbox();
    const space = await workspace();
    const site = { baseUrl: sandbox.url, apiKey: sandbox.apiKey };
    const options = { site, stateDirectory: `${space.path}/state`, ...chosen };
    const elsewhere = `${space.path}/before`;
    await runImport(before, { site, stateDirectory: elsewhere, createGroups: true }).result();
    const then = stateOf(sandbox);
    const planning = planImport(now, options);
    const rows: PlannedRow[] = [];
    for await (const event of planning) if (event.type === 'rows') rows.push(...event.rows);
    const planned = await planning.result();
    expect(stateOf(sandbox)).toEqual(then);

    const result = await runImport(now, options).result();
    const after = stateOf(sandbox);
    if (result.type !== 'ran' || planned.type !== 'planned') {
      expect(result.type).toBe(planned.type);
      expect(after).toEqual(then);
      return;
    }
    for (const { action } of rows) seen.add(action);
    const { create, update, skip, refused, newGroups, administrators } = planned.plan;
    const { created, updated, unchanged, failed, conflict } = result.account.tally;
    expect({ created, updated: updated + unchanged, failed: failed + conflict }).toEqual({
      created: create,
      updated: update,
      failed: refused,
    });
    expect(rows).toHaveLength(create + update + skip + refused);
    compareUsers(then, after, rows);
    expect(added(then.groups, after.groups)).toEqual([...newGroups].sort());
    expect(added(administratorsOf(then), administratorsOf(after))).toEqual(
      [...administrators].map(foldUsername).sort(),
    );
    const paths = rows.flatMap(({ permissions = [] }) => permissions.map(({ path }) => path));
    for (const folder of added(then.folders, after.folders)) {
      expect(chosen.createFolders).toBe(true);
      expect(
        paths.some((path) => `${path}/`.toLowerCase().startsWith(`${folder}/`.toLowerCase())),
      ).toBe(true);
    }
  };
  await fc.assert(
    fc.asyncProperty(file, file, choices, (before, now, chosen) =>
      example(csv(before), csv(now), chosen),
    ),
    {
      numRuns: 60,
      // Cover every action.
      examples: existingPolicies.map((existing) => [
        [['ada', false, someone]],
        [
          ['ada', true, someone.with(2, 'Example Corp')],
          ['Bob', false, someone],
        ],
        { existing, createGroups: true, createFolders: true, skipInvalid: true },
      ]),
    },
  );
  expect([...seen].sort()).toEqual(['create', 'refuse', 'skip', 'update']);
});

interface UserState {
  readonly username: string;
  readonly fields: Record<string, unknown>;
  readonly groups: readonly string[];
  readonly permissions: readonly Grant[];
}

interface SiteState {
  readonly users: ReadonlyMap<string, UserState>;
  readonly groups: readonly string[];
  readonly folders: readonly string[];
}

/** A snapshot of the sandbox. */
function stateOf({ content }: Sandbox): SiteState {
  const { users, groups, permissions, folders } = structuredClone(content.snapshot());
  return {
    users: new Map(
      users.map(({ id, username, fields, groupIds }) => [
        foldUsername(username),
        {
          username,
          fields,
          groups: groups.filter((group) => groupIds.includes(group.id)).map(({ name }) => name),
          permissions: permissions.filter(({ userId }) => userId === id),
        },
      ]),
    ),
    groups: groups.map(({ name }) => name),
    folders,
  };
}

function compareUsers(then: SiteState, after: SiteState, rows: readonly PlannedRow[]): void {
  const planned = new Map(rows.map((each) => [foldUsername(each.username), each]));
  for (const [name, user] of after.users) {
    const before = then.users.get(name);
    const plan: Partial<PlannedRow> = planned.get(name) ?? {};
    const { action } = plan;
    if (action === 'create') {
      expect(before).toBeUndefined();
      expect(user.username).toBe(plan.username);
      expect(user.fields.site_admin === true).toBe(plan.administrator === true);
    } else {
      // No user appears without a planned create, and only updates change one.
      expect(before).toBeDefined();
      if (action !== 'update') expect(user).toEqual(before);
    }
    if (action !== 'create' && action !== 'update') continue;
    // Permissions that an existing user has already are not granted again.
    const permissions = [...(before?.permissions ?? [])];
    for (const wanted of plan.permissions ?? [])
      if (!before?.permissions.some((other) => implies(other, wanted))) permissions.push(wanted);
    expect(user.permissions.map(textOf).sort()).toEqual(permissions.map(textOf).sort());
    if (plan.groups)
      expect(user.groups.map((group) => group.toLowerCase()).sort()).toEqual(
        plan.groups.map((group) => group.toLowerCase()).sort(),
      );
    else expect(user.groups).toEqual(before?.groups ?? []);
    if (!before) continue;
    const changed = Object.keys({ ...before.fields, ...user.fields }).filter(
      (field) => JSON.stringify(before.fields[field]) !== JSON.stringify(user.fields[field]),
    );
    const changes = (plan.changes ?? []).filter(({ field }) => field !== 'group_ids');
    expect(changed.sort()).toEqual(changes.map(({ field }) => field).sort());
  }
  const created = [...planned]
    .filter(([, { action }]) => action === 'create')
    .map(([name]) => name);
  expect([...after.users.keys()]).toEqual(expect.arrayContaining(created));
}

function administratorsOf({ users }: SiteState): string[] {
  return [...users].filter(([, { fields }]) => fields.site_admin === true).map(([name]) => name);
}

function added(before: readonly string[], after: readonly string[]): string[] {
  return after.filter((each) => !before.includes(each)).sort();
}

function textOf({ path, permission, recursive }: Grant): string {
  return `${path.toLowerCase()} ${permission} ${recursive}`;
}
