import { describe, expect, test } from 'vitest';
import { allColumns } from '../../src/columns/table.js';
import { matchHeader } from '../../src/source/header.js';
import { parseMapping } from '../../src/source/mapping-file.js';
import type { Mapping } from '../../src/source/mapping.js';
import { suggestMapping } from '../../src/source/suggest-mapping.js';
import { checkWith } from '../validate/checking.js';

function mapping(columns: object, ignore: string[] = []): Mapping {
  return parseMapping(JSON.stringify({ version: 1, columns, ignore }), 'm.json');
}

/** The values of a file's valid rows, and its issues in brief. */
async function read(text: string, map: Mapping) {
  const { entries, issues } = await checkWith(text, { mapping: map });
  return {
    values: entries.flatMap(({ record }) => (record ? [record.values] : [])),
    issues: issues.map(({ line, column, code }) => `${line ?? '-'} ${column ?? '-'} ${code}`),
  };
}

describe('a mapping', () => {
  test('replaces lone surrogates, which no URL can contain', async () => {
    const { values } = await read(
      'Login,Kind,A,B\nada,x,Shared,Team=list\n',
      mapping({
        username: 'Login',
        authentication_method: { value: 'okta' },
        company: { value: 'a\ud800' },
        notes: { header: 'Kind', values: { x: '\udfffb' } },
        folder_permissions: { join: ['A', 'B'], separator: '\ud83d' },
      }),
    );
    expect(values).toMatchObject([
      {
        company: 'a\ufffd',
        notes: '\ufffdb',
        folder_permissions: [{ path: 'Shared\ufffdTeam' }],
      },
    ]);
  });

  test('can rename, join, replace, and add constants', async () => {
    const { values, issues } = await read(
      'Login,First,Last,Kind,Boss?,Cost centre\nada,Ada ,King,int,JA,7\nal,Alan,Turing,ext,nein,8\n',
      mapping(
        {
          username: 'Login',
          full_name: { join: ['First', 'Last'] },
          company: { value: 'Example, Inc.' },
          authentication_method: { header: 'Kind', values: { int: 'okta', ext: 'saml' } },
          site_admin: { header: 'Boss?', values: { ja: 'Y', nein: 'N' } },
        },
        ['Cost centre'],
      ),
    );
    expect(issues).toEqual([]);
    expect(values).toMatchObject([
      {
        username: 'ada',
        full_name: 'Ada King',
        company: 'Example, Inc.',
        authentication_method: 'okta',
        site_admin: true,
      },
      {
        username: 'al',
        full_name: 'Alan Turing',
        authentication_method: 'saml',
        site_admin: false,
      },
    ]);
  });

  test('omits blank parts, and keeps values without a replacement', async () => {
    const { values, issues } = await read(
      'username,a,b,admin,authentication_method\nx, ,King,vielleicht,okta\ny,Ada,,,okta\n',
      mapping({
        company: { join: ['a', 'b'], separator: '-' },
        site_admin: { header: 'admin', values: { '': 'N' } },
      }),
    );
    expect(issues).toEqual(['2 site_admin not-yes-or-no']);
    expect(values).toMatchObject([{ username: 'y', company: 'Ada', site_admin: false }]);
  });

  test('can use one header for two columns', async () => {
    const { values } = await read(
      'Mail,authentication_method\nada@example.com,okta\n',
      mapping({ username: 'Mail', email: 'mail' }),
    );
    expect(values).toMatchObject([{ username: 'ada@example.com', email: 'ada@example.com' }]);
  });

  test('leaves the space around notes, in each form that keeps the cell', async () => {
    const text = 'username,Note\nada, a b \n';
    const { values } = await read(text, mapping({ company: 'Note', notes: 'Note' }));
    expect(values).toMatchObject([{ company: 'a b', notes: ' a b ' }]);
    const notes = { header: 'Note', values: { c: 'd' } };
    expect((await read(text, mapping({ notes }))).values).toMatchObject([{ notes: ' a b ' }]);
  });

  test('has its own texts checked, also in a row that is ASCII', async () => {
    const { issues } = await read(
      'Login,Kind\nx,okta\n',
      mapping({
        username: { header: 'Login', values: { x: 'ada\u200b' } },
        authentication_method: 'Kind',
        group_ids: { value: 'Sales\u200b' },
        company: { value: 'AcmÃ©' },
      }),
    );
    expect(issues).toEqual([
      '2 username invisible-character',
      '2 group_ids invisible-character',
      '2 company mojibake',
    ]);
  });

  test('does not turn a blank row into a user by a constant', async () => {
    const { values } = await read(
      'username,x\n,\nada,\n',
      mapping({ authentication_method: { value: 'okta' } }),
    );
    expect(values).toHaveLength(1);
  });

  test.each([
    [
      'a missing header',
      'Login,Mail\na,b\n',
      { username: 'Logn' },
      /no such header. Did you mean "Login"/,
    ],
    [
      'a mapped column that the file also has',
      'Login,username\na,b\n',
      { username: 'Login' },
      /more than once/,
    ],
  ])('%s is an error of the header', (_what, text, columns, message) => {
    const cells = text.split('\n')[0]?.split(',') ?? [];
    const { issues } = matchHeader(cells, 1, mapping(columns));
    expect(issues.filter(({ severity }) => severity === 'error').map((one) => one.message)).toEqual(
      expect.arrayContaining([expect.stringMatching(message)]),
    );
  });

  test('does not show cells mapped to a secret column', async () => {
    const { issues } = await checkWith('Login,pw,authentication_method\na,hunter2-secret,okta\n', {
      mapping: mapping({ username: 'Login', password: 'pw' }),
    });
    expect(issues.map(({ code }) => code)).toEqual(['password-not-used']);
    expect(JSON.stringify(issues)).not.toContain('hunter2');
  });
});

test('a first row that may be a user is not shown, even if a mapping adds columns', () => {
  const constant = mapping({ username: 'Login', company: { value: 'ACME' } });
  const { issues, columns } = matchHeader(['ada', 'hunter2-Secret'], 1, constant);
  expect(issues.map(({ code }) => code)).toEqual([
    'mapped-header-missing',
    'header-missing-username',
  ]);
  expect(JSON.stringify(issues)).not.toContain('hunter2');
  expect(columns).toEqual([null, null]);
});

test('a JSON error in a mapping is reported without the text around it', () => {
  for (const text of [
    '{"a": hunter2}',
    'ada,hunter2-Secret',
    '{"password": {"value": "hunter2",}}',
  ])
    expect(() => parseMapping(text, 'm.json')).toThrow(/is not JSON: (?!.*hunter2)/);
});

describe('a mapping file', () => {
  test.each([
    ['invalid JSON', '{', /is not JSON/],
    ['another version', '{"version":2,"columns":{}}', /at version: it must be 1/],
    [
      'an unknown column',
      '{"version":1,"columns":{"user_name":"a"}}',
      /"user_name".*Did you mean username/,
    ],
    [
      'an unknown form',
      '{"version":1,"columns":{"username":{"from":"a"}}}',
      /at columns\.username: it must be a header/,
    ],
    ['an unknown member', '{"version":1,"columns":{},"ignored":[]}', /ignored/],
    [
      'a password',
      '{"version":1,"columns":{"password":{"value":"hunter2"}}}',
      /text of password, which is secret/,
    ],
    ['control characters', '{"version":1,"columns":{"\\u001b[2J":"a"}}', /\\x1b\[2J/],
  ])('%s is refused', (_what, text, message) => {
    expect(() => parseMapping(text, 'm.json')).toThrow(message);
  });
});

test.each([
  [['username', 'E-Mail Address'], 'email'],
  [['username', 'Groups'], 'group_ids'],
  [['username', 'User_Home'], 'home_folder'],
  [['Login', 'email'], 'username'],
  // There is a username column already.
  [['username', 'Login'], null],
  [['username', 'User Name', 'sAMAccountName'], null],
])('an unknown header is compared with the names of other systems: %s', (cells, suggestion) => {
  const { issues } = matchHeader(cells, 1);
  const unknown = issues.filter(({ code }) => code === 'header-unknown-column');
  expect(unknown.map((found) => found.suggestion)).toEqual([suggestion]);
});

describe('a suggested mapping', () => {
  test('matches similar names', () => {
    expect(
      suggestMapping(
        [
          'Login',
          'E-Mail',
          'First name',
          'Surname',
          'Is Admin',
          'Groups',
          'Cost centre',
          'Timezone',
        ],
        allColumns,
      ),
    ).toEqual({
      columns: {
        username: { header: 'Login' },
        email: { header: 'E-Mail' },
        full_name: { join: ['First name', 'Surname'], separator: ' ' },
        site_admin: {
          header: 'Is Admin',
          values: { yes: 'Y', no: 'N', true: 'Y', false: 'N', '1': 'Y', '0': 'N' },
        },
        group_ids: { header: 'Groups' },
        time_zone: { header: 'Timezone' },
      },
      ignore: ['Cost centre'],
    });
  });

  test('of our own columns maps each to itself', () => {
    const names = allColumns.map(({ name }) => name);
    const { columns, ignore } = suggestMapping(names, allColumns);
    expect(Object.keys(columns).sort()).toEqual([...names].sort());
    expect(ignore).toEqual([]);
  });

  test('can be read back', () => {
    const first = suggestMapping(['Login', 'Admin', 'First', 'Last'], allColumns);
    expect(parseMapping(JSON.stringify({ version: 1, ...first }), 'm.json')).toEqual(first);
  });
});
