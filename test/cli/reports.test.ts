import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox/open.js';
import { run, shell, workspace } from './command.js';
import { whenCreating } from './site.js';
import { expectPrivate } from '../private.js';

const wrong =
  'username,password,authentication_method,email\nada,hunter2-Secret,okta,nowhere\nbob,hunter2-Secret,password,bob@example.com\n';

const sound = 'username,password\nbob,hunter2-Secret\n';

interface Report {
  readonly issues: { readonly code: string }[];
  readonly outcomes: { readonly username: string; readonly outcome: string }[];
}

describe('--report', () => {
  it('writes every kind at once, private and without secrets', async () => {
    const space = await workspace();
    const file = await space.file('users.csv', wrong);
    const paths = ['html', 'csv', 'json', 'md'].map((kind) => join(space.path, `report.${kind}`));
    const { code } = await run(['validate', file, ...paths.flatMap((path) => ['--report', path])]);
    expect(code).toBe(1);
    for (const path of paths) {
      const text = await readFile(path, 'utf8');
      expect(text).toContain('nowhere');
      expect(text).not.toContain('hunter2');
      await expectPrivate(path);
    }
    expect((await readdir(space.path)).sort()).toEqual(
      ['users.csv', ...paths.map((path) => path.slice(space.path.length + 1))].sort(),
    );
    const { issues } = JSON.parse(await readFile(paths[2] ?? '', 'utf8')) as Report;
    expect(issues.map((issue) => issue.code)).toEqual(['email-malformed', 'password-not-used']);
  });

  it('of an import has the outcome of each row', async () => {
    const space = await workspace();
    const sandbox = await openSandbox();
    const { settings } = sandbox.content;
    whenCreating(sandbox, () => (settings.prevent_root_permissions_for_non_site_admins = true));
    const file = await space.file(
      'users.csv',
      'username,password,folder_permissions\nada,hunter2-Secret,\nbob,hunter2-Secret,/=list\n',
    );
    const paths = ['html', 'csv', 'json', 'md'].map((kind) => join(space.path, `report.${kind}`));
    const where = ['--base-url', sandbox.url, '--state-dir', join(space.path, 'state'), '--yes'];
    const reports = paths.flatMap((path) => ['--report', path]);
    const env = { FILES_API_KEY: sandbox.apiKey };
    const first = await run(['import', file, ...where, ...reports], { env });
    expect(first.code, first.stderr).toBe(3);
    for (const path of paths) {
      const text = await readFile(path, 'utf8');
      expect(text).toMatch(/bob/);
      expect(text).not.toContain('hunter2');
      expect(text).not.toContain(sandbox.apiKey);
    }
    const json = JSON.parse(await readFile(paths[2] ?? '', 'utf8')) as Report;
    expect(json.outcomes).toMatchObject([
      { username: 'ada', outcome: 'created' },
      { username: 'bob', outcome: 'failed' },
    ]);
    // If the run is shown again, its report replaces the previous one.
    const again = await run(['import', file, ...where, ...reports], { env });
    expect(again.code, again.stderr).toBe(3);
    const shown = JSON.parse(await readFile(paths[2] ?? '', 'utf8')) as Report;
    expect(shown.outcomes).toMatchObject([{ username: 'bob', outcome: 'failed' }]);
  });

  it('leaves no partial report behind when the command is killed', async () => {
    const space = await workspace();
    const rows = Array.from({ length: 20_000 }, (_, index) => `u${index},Nothing`);
    const file = await space.file('users.csv', `username,email\n${rows.join('\n')}\n`);
    const command = `$tool validate ${file} --ndjson --report ${join(space.path, 'r.csv')}`;
    const partial = `until ls -A ${space.path} | grep -q partial; do sleep 0.01; done`;
    // Nobody reads the output, so that the command waits.
    const line = `mkfifo ${space.path}/pipe; ${command} > ${space.path}/pipe & exec 3< ${space.path}/pipe; ${partial}; kill -TERM $!; wait $!`;
    expect((await shell(line)).code).toBe(130);
    expect((await readdir(space.path)).sort()).toEqual(['pipe', 'users.csv']);
    // The report is complete even if the reader of the output leaves.
    await shell(`${command} | head -n 1`);
    expect((await readdir(space.path)).sort()).toEqual(['pipe', 'r.csv', 'users.csv']);
  });

  it.each([
    ['validate', wrong, 1],
    ['validate --online --sandbox', wrong, 1],
    ['plan --sandbox', wrong, 1],
    ['import --sandbox --yes', wrong, 1],
    ['validate', sound, 2],
    ['plan --sandbox', sound, 2],
  ])(
    'prints the whole result even if the report does not fit on the disk: %s',
    async (command, csv, expected) => {
      const space = await workspace();
      const file = await space.file('users.csv', csv);
      const report = join(space.path, 'r.html');
      // No file may be larger than 4 KiB; the signal for it is ignored, as the system then says EFBIG.
      const { code, stdout, stderr } = await shell(
        `trap '' XFSZ; ulimit -f 4; $tool ${command} ${file} --json --report ${report}`,
      );
      expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
      expect(stderr).toContain(`files-bulk-import: The report ${report} cannot be written`);
      expect(code).toBe(expected);
    },
  );

  it('refuses to replace a pipe, without waiting for its reader', async () => {
    const space = await workspace();
    const file = await space.file('users.csv', wrong);
    const path = join(space.path, 'report.html');
    const { code, stderr } = await shell(
      `mkfifo ${path} && $tool validate ${file} --report ${path}`,
    );
    expect(stderr).toMatch(/report\.html exists already and is not a report/);
    expect(code).toBe(2);
    expect((await readdir(space.path)).sort()).toEqual(['report.html', 'users.csv']);
  });

  it('refuses to replace anything but a report', async () => {
    const space = await workspace();
    const file = await space.file('users.csv', wrong);
    const other = await space.file('notes.md', 'what I must not lose\n');
    const link = join(space.path, 'link.csv');
    await symlink(file, link);
    await mkdir(join(space.path, 'else', 'where'), { recursive: true });
    await symlink(join(space.path, 'else', 'where'), join(space.path, 'away'));
    for (const [path, message] of [
      [other, /notes\.md exists already and is not a report/],
      [`${space.path}/away/../notes.md`, /notes\.md exists already and is not a report/],
      [file, /would overwrite the file itself/],
      [link, /would overwrite the file itself/],
      [join(space.path, 'report.pdf'), /ends in \.html, \.csv, \.json, \.md; not "/],
      [join(space.path, 'nowhere', 'report.html'), /no such|does not exist/i],
    ] as const) {
      const { code, stderr, stdout } = await run(['validate', file, '--report', path]);
      expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(message);
    }
    expect(await readFile(other, 'utf8')).toBe('what I must not lose\n');
    expect(await readFile(file, 'utf8')).toBe(wrong);
  });

  it('leaves nothing behind if the file cannot be read', async () => {
    const space = await workspace();
    const file = await space.file('empty.csv', '');
    const path = join(space.path, 'report.html');
    expect((await run(['validate', file, '--report', path])).code).toBe(2);
    expect(await readdir(space.path)).toEqual(['empty.csv']);
  });
});

describe('--format', () => {
  it('github prints only workflow commands', async () => {
    const space = await workspace();
    await writeFile(join(space.path, 'users.csv'), wrong);
    const { code, stdout } = await run(['validate', 'users.csv', '--format', 'github'], {
      cwd: space.path,
    });
    expect(code).toBe(1);
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^::error file=users\.csv,line=2,title=email-malformed \(email\)::/),
      expect.stringMatching(/^::error file=users\.csv,line=2,title=password-not-used/),
      '::notice file=users.csv::2 rows, 1 valid, 1 with errors (2 errors)',
    ]);
  });

  it('refuses two formats, and unknown ones', async () => {
    const space = await workspace();
    const file = await space.file('users.csv', wrong);
    const { code, stderr } = await run(['validate', file, '--json', '--format', 'github']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/both json and github/);
    expect((await run(['validate', file, '--json', '--format', 'json'])).code).toBe(1);
    const unknown = await run(['validate', file, '--format', 'xml']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/text, json, ndjson, github/);
  });
});
