import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSandbox } from '../sandbox/open.js';
import { run, shell, workspace, type Finished } from './command.js';
import { stateOf, whenCreating } from './site.js';

async function siteAndDirectory() {
  const space = await workspace();
  const sandbox = await openSandbox();
  const where = ['--base-url', sandbox.url, '--state-dir', join(space.path, 'state')];
  const settings = { env: { FILES_API_KEY: sandbox.apiKey } };
  return {
    sandbox,
    space,
    command: (...args: string[]): Promise<Finished> => run([...args, ...where], settings),
  };
}

/** An export of another system: Windows-1252, semicolons, its own headers. */
const hr = Buffer.from(
  'Login;Vorname;Nachname;Team;Boss\nren\xe9;Ren\xe9;M\xfcller;Sales;nein\nzo\xeb;Zo\xeb;Smith;Finance;ja\n',
  'latin1',
);
const mapping = JSON.stringify({
  version: 1,
  columns: {
    username: 'Login',
    full_name: { join: ['Vorname', 'Nachname'] },
    group_ids: 'Team',
    authentication_method: { value: 'okta' },
    site_admin: { header: 'Boss', values: { ja: 'Y', nein: 'N' } },
  },
});

function namesAndAdmins(content: Sandbox['content']) {
  return ['rené', 'zoë'].map((username) => {
    const fields = content.userNamed(username)?.fields;
    return [fields?.name, fields?.site_admin];
  });
}

describe('a file of another system', () => {
  it('is imported according to its mapping, from gzip and Windows-1252', async () => {
    const { sandbox, space, command } = await siteAndDirectory();
    const map = await space.file('hr.json', mapping);
    const file = join(space.path, 'hr.csv.gz');
    await writeFile(file, gzipSync(hr));
    const result = await command('import', file, '--map', map, '--yes');
    expect(result.code, result.stderr + result.stdout).toBe(0);
    expect(namesAndAdmins(sandbox.content)).toEqual([
      ['René Müller', false],
      ['Zoë Smith', true],
    ]);
  });

  it('is resumed only with the options with which it was first read', async () => {
    const { sandbox, space, command } = await siteAndDirectory();
    const { settings } = sandbox.content;
    whenCreating(sandbox, () => (settings.prevent_root_permissions_for_non_site_admins = true));
    const file = join(space.path, 'hr.csv');
    await writeFile(file, Buffer.from('Login:Recht\nren\xe9:/=list\n', 'latin1'));
    const how = ['--encoding', 'latin1', '--delimiter', ':', '--map', 'Login=username'];
    const all = [...how, '--map', 'Recht=folder_permissions'];
    const first = await command('import', file, ...all, '--yes', '--json');
    expect(first.code, first.stderr + first.stdout).toBe(3);

    const other = await command('import', file, ...how, '--yes');
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(/--map differs for folder_permissions/);

    sandbox.setFaults(undefined);
    settings.prevent_root_permissions_for_non_site_admins = false;
    const again = await command('resume', '--yes', '--json');
    expect(again.code, again.stderr).toBe(0);
    expect(sandbox.content.userNamed('rené')).toBeDefined();
    expect([...sandbox.content.permissions.values()]).toMatchObject([{ permission: 'list' }]);
  });

  it('can be read from standard input, and leaves no copy', async () => {
    const space = await workspace();
    const map = await space.file('hr.json', mapping);
    const temporary = join(space.path, 'tmp');
    await mkdir(temporary);
    const file = join(space.path, 'hr.csv.gz');
    await writeFile(file, gzipSync(hr));
    const env = { TMPDIR: temporary };
    const { code, stdout } = await shell(`cat ${file} | $tool validate - --map ${map}`, env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/2 rows, 2 valid/);
    expect(await readdir(temporary)).toEqual([]);
  });
});

describe('encoding and delimiter', () => {
  it('are reported if they were detected, but not if they were given', async () => {
    const space = await workspace();
    const file = join(space.path, 'w.csv');
    await writeFile(file, Buffer.from('username;authentication_method\nren\xe9;okta\n', 'latin1'));
    const found = await run(['validate', file, '--json']);
    const issues = codes(found);
    expect(issues).toEqual(['encoding-not-utf8', 'delimiter-not-comma']);
    const told = ['--encoding', 'cp1252', '--delimiter', 'semicolon'];
    expect(codes(await run(['validate', file, '--json', ...told]))).toEqual([]);
  });

  it.each([
    [['--encoding', 'klingon'], /no encoding "klingon"/],
    [['--delimiter', 'ab'], /--delimiter takes one character/],
    [['--delimiter', '"'], /--delimiter takes one character/],
    [['--delimiter', 'a'], /--delimiter takes one character/],
    [['--delimiter', '\n'], /--delimiter takes one character/],
    [['--map', 'Login'], /--map takes a mapping file/],
    [['--map', 'username=SamAccountName'], /header comes first: --map "SamAccountName=username"/],
    [['--map', 'Login=user_name'], /Did you mean username/],
    [['--map', 'missing.json'], /missing\.json does not exist/],
    [['--map', 'A=username', '--map', 'B=username'], /username more than once/],
  ])('%j is refused', async (flags, message) => {
    const space = await workspace();
    const file = await space.file('users.csv', 'username\nada\n');
    const { code, stderr, stdout } = await run(['validate', file, ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

it.each([
  '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>username</td>',
  '\ufeff<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>',
  '\r\n<!DOCTYPE html><title>Sign in</title>',
])('%j is refused, whatever the name', async (content) => {
  const space = await workspace();
  const file = await space.file('users.xls', content);
  const { code, stderr, stdout } = await run(['validate', file]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/users\.xls is a web page or XML\. .* save it as \.xlsx/);
});

it('a header in angle brackets is not taken for a web page', async () => {
  const space = await workspace();
  const file = await space.file('users.csv', '<username>,email\nada,\n');
  expect((await run(['validate', file])).code).toBe(1);
});

describe('a workbook', () => {
  it('is imported like the same CSV file', async () => {
    const { sandbox, space, command } = await siteAndDirectory();
    const workbook = join(space.path, 'users.xlsx');
    expect((await run(['template', '--xlsx', '-o', workbook])).code).toBe(0);
    const checked = await run(['validate', workbook, '--json']);
    expect({ code: checked.code, issues: codes(checked) }).toEqual({ code: 0, issues: [] });
    const compressed = `${workbook}.gz`;
    await writeFile(compressed, gzipSync(await readFile(workbook)));
    const result = await command('import', compressed, '--sheet', 'users', '--yes');
    expect(result.code, result.stderr).toBe(0);

    const other = await siteAndDirectory();
    const csv = await run(['template']);
    const file = await other.space.file('users.csv', csv.stdout);
    expect((await other.command('import', file, '--yes')).code).toBe(0);
    expect(stateOf(sandbox)).toEqual(stateOf(other.sandbox));
  });

  it('is refused with the names of its sheets if it lacks the requested one', async () => {
    const file = fileURLToPath(new URL('../source/fixtures/sheets-openpyxl.xlsx', import.meta.url));
    const { code, stderr } = await run(['validate', file, '--sheet', 'Nowhere']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/has no sheet "Nowhere"\. Its sheets are "/);
  });

  it('--sheet is refused for a CSV file', async () => {
    const space = await workspace();
    const file = await space.file('users.csv', 'username\nada\n');
    const { code, stderr } = await run(['validate', file, '--sheet', 'Users']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/not a workbook: leave out --sheet/);
  });

  it.each([
    ['--delimiter', ';'],
    ['--encoding', 'windows-1252'],
  ])('%s is refused for a workbook', async (flag, value) => {
    const file = fileURLToPath(new URL('../source/fixtures/sheets-openpyxl.xlsx', import.meta.url));
    const { code, stderr } = await run(['validate', file, flag, value]);
    expect(code).toBe(2);
    expect(stderr).toContain(`is a workbook: leave out ${flag}.`);
  });
});

describe('map', () => {
  it('shows which column each header is read as', async () => {
    const space = await workspace();
    const file = join(space.path, 'hr.csv');
    await writeFile(file, hr);
    const map = await space.file('hr.json', mapping);
    const { code, stdout } = await run(['map', file, '--map', map]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "Login               is username
      Team                is group_ids
      Vorname + Nachname  is full_name (put together)
      (no header)         is authentication_method (always okta)
      Boss                is site_admin (some values replaced)
      "
    `);
    const twice = await run(['map', file, '--map', 'Login=username', '--map', 'Login=email']);
    expect(twice.stdout).toMatch(/Login +is email\n/);
    const before = await run(['map', file]);
    expect(before.code).toBe(1);
    expect(before.stdout).toMatch(/Team +is ignored/);
  });

  it('suggests a column for an ignored header, unless the file has that column', async () => {
    const space = await workspace();
    const file = await space.file('ad.csv', 'SamAccountName,Mail,email,Room\n');
    const { stdout, stderr } = await run(['map', file]);
    expect(stdout).toMatch(/SamAccountName +is ignored, but like username\n/);
    expect(stdout).toMatch(/Mail +is ignored\nemail +is email\nRoom +is ignored\n/);
    expect(stderr).toContain('add --init -o mapping.json');
    const all = await run(['map', file, '--map', 'SamAccountName=username']);
    expect(all).toMatchObject({ code: 0, stderr: '' });
    const mapping = JSON.stringify({ version: 1, columns: {}, ignore: ['samaccountname '] });
    const meant = await run(['map', file, '--map', await space.file('hr.json', mapping)]);
    expect(meant.stdout).toMatch(/SamAccountName +is ignored\n/);
    expect(meant.stderr).not.toContain('--init');
  });

  it('shows no cell of a first row that may be a user', async () => {
    const space = await workspace();
    const file = await space.file(
      'users.csv',
      'ada,hunter2-Secret,password\nal,hunter2-Secret,x\n',
    );
    for (const flag of [[], ['--init'], ['--json']]) {
      const { code, stdout, stderr } = await run(['map', file, ...flag]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/may be a user/);
      expect(stdout + stderr).not.toContain('hunter2');
    }
  });

  it.each([[], ['--init']])('finds the header below a title %s', async (...flags) => {
    const space = await workspace();
    const file = await space.file('users.csv', 'Company list of 2031,\n\nusername,company\nada,\n');
    const { code, stderr } = await run(['map', file, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'users.csv: The first row does not name the column username, but line 3 does. Remove what is above that line.',
    );
  });

  it('--init writes a mapping that fits the file, and never replaces a file', async () => {
    const space = await workspace();
    const file = await space.file(
      'hr.csv',
      'Login,Given name,Surname,Is admin,Room\nada,Ada,King,yes,7\n',
    );
    const output = join(space.path, 'hr.json');
    expect((await run(['map', file, '--init', '-o', output])).code).toBe(0);
    const checked = await run(['validate', file, '--map', output, '--json']);
    expect(checked.code).toBe(0);
    expect(codes(checked)).toEqual(['password-missing']);
    const text = await readFile(output, 'utf8');
    const again = await run(['map', file, '--init', '-o', output]);
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/exists already/);
    expect(await readFile(output, 'utf8')).toBe(text);
  });

  it('--init keeps what --map gives, and guesses the rest', async () => {
    const space = await workspace();
    const file = await space.file('hr.csv', 'Identifiant,Is admin,Courriel,Pièce\nada,yes,,7\n');
    const given = ['--map', 'Identifiant=username', '--map', 'courriel=email'];
    const { stdout } = await run(['map', file, '--init', ...given]);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      columns: {
        username: 'Identifiant',
        email: 'courriel',
        site_admin: { header: 'Is admin', values: expect.objectContaining({ yes: 'Y' }) as object },
      },
      ignore: ['Pièce'],
    });
  });
});

function codes({ stdout }: Finished): string[] {
  const { issues } = JSON.parse(stdout) as { issues: { code: string }[] };
  return issues.map(({ code }) => code);
}
