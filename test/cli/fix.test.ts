import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { run, shell, workspace, type Workspace } from './command.js';
import { expectPrivate } from '../private.js';

let space: Workspace;

beforeEach(async () => {
  space = await workspace();
});

const nearly =
  'username,authentication_method,time_zone,imported_password_hash\nada,Okta,Asia/Kolkata,\nbob,okta,Londn, 5f4dcc3b5aa765d61d8327deb882cf99\n';

function parse(text: string): unknown {
  return JSON.parse(text);
}

describe('fix', () => {
  it('writes a private copy beside the file, and numbers further ones', async () => {
    const file = await space.file('users.csv', nearly);
    const { code, stdout, stderr } = await run(['fix', file]);
    expect(code).toBe(1);
    expect(stderr).toBe('');
    const copy = join(space.path, 'users.fixed.csv');
    expect(await readFile(copy, 'utf8')).toBe(
      'username,authentication_method,time_zone,imported_password_hash\nada,okta,Kolkata,\nbob,okta,Londn,5f4dcc3b5aa765d61d8327deb882cf99\n',
    );
    await expectPrivate(copy);
    expect(stdout).toContain(
      'line 2, time_zone: "Asia/Kolkata" becomes "Kolkata" (time-zone-unknown)',
    );
    expect(stdout).toContain('2 errors');
    expect(stdout).toContain(`files-bulk-import validate ${copy}`);
    expect(stdout).not.toContain('5f4dcc3b');
    await run(['fix', file]);
    expect((await readdir(space.path)).sort()).toEqual([
      'users.csv',
      'users.fixed-2.csv',
      'users.fixed.csv',
    ]);
  });

  it('ends with 0 if no errors remain, with 1 for warnings under --strict', async () => {
    const file = await space.file('users.csv', 'username,authentication_method\nada,Okta\n');
    expect((await run(['fix', file])).code).toBe(0);
    const warned = await space.file('warned.csv', 'username\nada\n');
    expect((await run(['fix', warned, '--dry-run'])).code).toBe(0);
    expect((await run(['fix', warned, '--dry-run', '--strict'])).code).toBe(1);
  });

  it('--json prints one document', async () => {
    const file = await space.file('users.csv', nearly);
    const output = join(space.path, 'copy.csv');
    const { stdout } = await run(['fix', file, '--json', '-o', output]);
    expect(parse(stdout)).toEqual({
      version: 1,
      file,
      output,
      changes: [
        {
          line: 2,
          column: 'authentication_method',
          code: 'authentication-method-unknown',
          before: 'Okta',
          after: 'okta',
        },
        {
          line: 2,
          column: 'time_zone',
          code: 'time-zone-unknown',
          before: 'Asia/Kolkata',
          after: 'Kolkata',
        },
        {
          line: 3,
          column: 'imported_password_hash',
          code: 'surrounding-space',
          before: null,
          after: null,
        },
      ],
      remaining: { errors: 2, warnings: 1 },
      refused: null,
    });
    const nothing = await space.file('good.csv', 'username,authentication_method\nada,okta\n');
    const quiet = parse((await run(['fix', nothing, '--json', '--dry-run', '--quiet'])).stdout);
    expect(quiet).toMatchObject({ output: null, changes: [], remaining: { errors: 0 } });
  });

  it('writes the copy and the rejects of a pipe to the working directory', async () => {
    const file = await space.file('users.csv', nearly);
    await shell(
      `cd ${space.path}; $tool fix <(cat ${file}); $tool validate <(cat ${file}) --rejects`,
    );
    const written = await readdir(space.path);
    expect(written.filter((name) => name.endsWith('.fixed.csv'))).toHaveLength(1);
    expect(written.filter((name) => name.endsWith('.rejects.csv'))).toHaveLength(1);
  });

  it('--dry-run writes nothing', async () => {
    const file = await space.file('users.csv', nearly);
    const { stdout } = await run(['fix', file, '--dry-run']);
    expect(stdout).toContain('Kolkata');
    expect(stdout).toContain('nothing was written');
    expect(await readdir(space.path)).toEqual(['users.csv']);
  });

  it('-o - writes the copy to standard output, and the account to standard error', async () => {
    const { code, stdout, stderr } = await run(['fix', '-', '-o', '-'], { input: nearly });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^username,.*\nada,okta,Kolkata,\nbob,.*\n$/);
    expect(stderr).toContain('"Asia/Kolkata" becomes "Kolkata" (time-zone-unknown)');
    const quiet = await run(['fix', '-', '-o', '-', '--quiet'], { input: nearly });
    expect(quiet.stdout).toBe(stdout);
    expect(quiet.stderr).toMatch(
      /^standard input: 3 corrections, .*\n2 errors and 1 warning remain\.\n$/,
    );
    const whole = await run(['fix', '-', '-o', '-', '--quiet'], {
      input: 'username,Time Zone\nada,Asia/Kolkata\n',
    });
    expect(whole).toMatchObject({ code: 0, stderr: '' });
  });

  it('leaves validate only what it could not correct', async () => {
    const broken = await space.file('users.csv', nearly);
    const { stdout } = await shell(
      `$tool fix ${broken} -o - 2>/dev/null | $tool validate - --json; true`,
    );
    expect(parse(stdout)).toMatchObject({ errors: 2, warnings: 1, rows: 2 });
  });

  it('writes the copy even if nobody reads its output', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `u${index},Okta`);
    const file = await space.file(
      'long.csv',
      `username,authentication_method\n${rows.join('\n')}\n`,
    );
    await shell(`$tool fix ${file} | head -n 1`);
    const copy = await readFile(join(space.path, 'long.fixed.csv'), 'utf8');
    expect(copy.split('\n')).toHaveLength(20_002);
    expect(copy).not.toContain('Okta');
    expect(await readdir(space.path)).toHaveLength(2);
  });

  it('names the place where writing failed', async () => {
    const rows = Array.from({ length: 2000 }, (_, index) => `u${index},Nothing`);
    const file = await space.file('users.csv', `username,email\n${rows.join('\n')}\n`);
    const report = join(space.path, 'r.csv');
    // No file may be larger than 4 KiB; with the signal for it ignored, writing fails with EFBIG.
    const limited = `trap '' XFSZ; ulimit -f 4; $tool`;
    for (const [args, place] of [
      [`fix ${file}`, `${space.path} cannot be used`],
      [`validate ${file} --rejects`, `${space.path} cannot be used`],
      [`validate ${file} --quiet --report ${report}`, `The report ${report} cannot be written`],
    ] as const) {
      const { stderr } = await shell(`${limited} ${args} > /dev/null`);
      expect(stderr).toContain(`files-bulk-import: ${place}: `);
      expect(await readdir(space.path)).toEqual(['users.csv']);
    }
  });

  it('leaves no partial copy behind when it is killed', async () => {
    const rows = Array.from({ length: 300_000 }, (_, index) => `u${index},Okta,secret-${index}`);
    const header = 'username,authentication_method,password';
    const file = await space.file('long.csv', `${header}\n${rows.join('\n')}\n`);
    const line = `$tool fix ${file} --quiet & until ls -A ${space.path} | grep -q partial; do sleep 0.01; done; kill -TERM $!; wait $!`;
    expect((await shell(line)).code).toBe(130);
    expect(await readdir(space.path)).toEqual(['long.csv']);
  });

  it('applies --map, and repeats it in the command to validate the copy', async () => {
    const file = await space.file('users.csv', 'Login,Zone\nada,Asia/Kolkata\n');
    const maps = ['--map', 'Login=username', '--map', 'Zone=time_zone'];
    const { stdout } = await run(['fix', file, ...maps]);
    expect(await readFile(join(space.path, 'users.fixed.csv'), 'utf8')).toBe(
      'Login,Zone\nada,Kolkata\n',
    );
    expect(stdout).toContain('--map Login=username --map Zone=time_zone');
  });

  it('escapes file names, as map and template do', async () => {
    const file = await space.file('a\u001b[31m.csv', nearly);
    const fix = await run(['fix', file]);
    const map = await run(['map', file, '--init', '-o', `${file}.json`]);
    const template = await run(['template', '-o', `${file}.template.csv`]);
    for (const { stdout, stderr } of [fix, map, template]) {
      expect(stdout + stderr).toContain('a\\x1b[31m.');
      expect(stdout + stderr).not.toContain('\u001b');
    }
  });

  it('escapes control and invisible characters', async () => {
    const file = await space.file('users.csv', 'username\n" a\u001b[31m\u200bb\u00a0c"\n');
    const { stdout } = await run(['fix', file]);
    expect(stdout).toContain('" a\\x1b[31m\\u200bb\\u00a0c" becomes "a\\x1b[31mb c"');
  });
});

it.each([[['--json']], [['--json', '--dry-run']]])(
  '%j of a file that cannot be fixed prints one document',
  async (flags) => {
    const file = await space.file('users.csv', 'username,notes\nada,x\nkk,"S3cret12\n');
    const { code, stdout, stderr } = await run(['fix', file, ...flags]);
    expect(code).toBe(1);
    expect(parse(stdout)).toEqual({
      version: 1,
      file,
      output: null,
      changes: [],
      remaining: null,
      refused: expect.objectContaining({ severity: 'error', line: 3, suggestion: null }) as unknown,
    });
    expect(stdout).not.toContain('S3cret12');
    expect(stderr).toContain('Nothing was written');
  },
);

describe('fix writes nothing', () => {
  it.each([
    ['if a record cannot be read', ['FILE'], 'username\nada\n"bob\n', 1, /line 3: .*never closed/],
    [
      'if a line break inside a cell may have been read as the end of a row',
      ['FILE'],
      'username,notes\r\nada,hello\rworld,second\r\n',
      1,
      /^The file's lines end in different ways: CRLF, CR\./,
    ],
    ['over an existing file', ['FILE', '-o', 'FILE'], nearly, 2, /exists already/],
    ['to a missing directory', ['FILE', '-o', '/nowhere/x.csv'], nearly, 2, /\/nowhere cannot/],
    [
      'if -o - and --json compete for standard output',
      ['FILE', '-o', '-', '--json'],
      nearly,
      2,
      /leave one out/,
    ],
    ['for an empty file', ['FILE'], '', 2, /empty/],
  ])('%s', async (_what, args, content, code, message) => {
    const file = await space.file('users.csv', content);
    const done = await run(['fix', ...args.map((arg) => (arg === 'FILE' ? file : arg))]);
    expect(done).toMatchObject({ code, stdout: '' });
    expect(done.stderr).toMatch(message);
    expect(await readdir(space.path)).toEqual(['users.csv']);
    expect(await readFile(file, 'utf8')).toBe(content);
  });
});

describe('validate --rejects', () => {
  const wrong = [
    'username,authentication_method,password,notes,Shoe size',
    'ada,okta,,=1+1, 41 ',
    'bob,okta,secret-1,"=cmd|\' /C calc\'!A0", 42 ',
    'carl,Oktta,,,',
    'dora,okta,,,,,',
    '',
  ].join('\n');

  it('writes the rows with errors unchanged, with their line numbers and errors', async () => {
    const file = await space.file('users.csv', wrong);
    const { code, stderr } = await run(['validate', file, '--rejects']);
    expect(code).toBe(1);
    const rejects = join(space.path, 'users.rejects.csv');
    expect(stderr).toContain(rejects);
    const [header, bob, carl, dora] = (await readFile(rejects, 'utf8')).split('\n');
    expect(header).toBe('username,authentication_method,password,notes,Shoe size,_line,_errors');
    expect(bob).toMatch(
      /^bob,okta,secret-1,=cmd\|' \/C calc'!A0," 42 ",3,"?password: A password can/,
    );
    expect(carl).toMatch(/^carl,Oktta,,,,4,"authentication_method: ""Oktta"" is not one/);
    expect(dora).toMatch(/^dora,okta,,,,5,"?This row has 7 cells/);
    await expectPrivate(rejects);
  });

  it('writes a file that is accepted again after it was corrected and saved by a spreadsheet', async () => {
    const file = await space.file('users.csv', wrong);
    await run(['validate', file, '--rejects']);
    const rejects = await readFile(join(space.path, 'users.rejects.csv'), 'utf8');
    // A German Excel saves it with semicolons, CRLF, and a byte order mark.
    const corrected = rejects
      .replace('secret-1', '')
      .replace('Oktta', 'okta')
      .replace(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/gm, ';')
      .replace(/;;\n$/, '\n')
      .replaceAll('\n', '\r\n');
    const again = join(space.path, 'corrected.csv');
    await writeFile(again, `\ufeff${corrected}`);
    const { code, stdout } = await run(['validate', again, '--json']);
    expect(parse(stdout)).toMatchObject({ rows: 3, valid: 3, errors: 0 });
    expect(code).toBe(0);
  });

  it('does not repeat its two columns for rejects that are still wrong', async () => {
    const file = await space.file('users.csv', wrong);
    await run(['validate', file, '--rejects']);
    await run(['validate', join(space.path, 'users.rejects.csv'), '--rejects']);
    const twice = await readFile(join(space.path, 'users.rejects.rejects.csv'), 'utf8');
    expect(twice.split('\n')[0]).toBe(
      'username,authentication_method,password,notes,Shoe size,_line,_errors',
    );
    expect(twice.split('\n')[1]).toMatch(/^bob,.*,2,"?password: A password/);
  });

  it('takes a path, never replaces a file, and writes none without errors', async () => {
    const file = await space.file('users.csv', wrong);
    const path = join(space.path, 'mine.csv');
    expect((await run(['validate', file, '--rejects', path])).code).toBe(1);
    expect(await readFile(path, 'utf8')).toContain('bob');
    const taken = await run(['validate', file, '--rejects', path]);
    expect(taken).toMatchObject({ code: 2, stdout: '' });
    expect(taken.stderr).toContain('exists already');
    const warned = await space.file('warned.csv', 'username\nada\n');
    expect((await run(['validate', warned, '--rejects'])).code).toBe(0);
    expect((await readdir(space.path)).sort()).toEqual(['mine.csv', 'users.csv', 'warned.csv']);
  });

  it('counts the rows that are left out of it', async () => {
    const file = await space.file('users.csv', 'username,email\nada,x\nbob,"y\n');
    const { stderr } = await run(['validate', file, '--rejects']);
    expect(stderr).toContain('The 1 row with errors is in');
    expect(stderr).toContain('1 row is not in a rejects file');
  });

  it('does not change the JSON, and keeps a repeated header row', async () => {
    const file = await space.file('users.csv', 'username\nada\nusername\n');
    const { stdout } = await run(['validate', file, '--rejects', '--json']);
    expect(parse(stdout)).toMatchObject({ rows: 2, invalid: 1 });
    const { stdout: again } = await run([
      'validate',
      join(space.path, 'users.rejects.csv'),
      '--json',
    ]);
    expect(parse(again)).toMatchObject({ issues: [{ code: 'header-row-repeated', line: 2 }] });
  });
});

it('-o - escapes control characters on a terminal, but not in a pipe', async () => {
  const file = await space.file('users.csv', 'username,company\nada ,Acme\u001b[2J\nbob,\n');
  const onTerminal = await shell(`script -qec '$tool fix "$FILE" -o -' /dev/null`, { FILE: file });
  expect(onTerminal.stdout).toContain('username,company\r\nada,Acme\\x1b[2J\r\nbob,\r\n');
  expect(onTerminal.stdout).not.toContain('\u001b[2J');
  expect((await run(['fix', file, '-o', '-'])).stdout).toBe(
    'username,company\nada,Acme\u001b[2J\nbob,\n',
  );
});
