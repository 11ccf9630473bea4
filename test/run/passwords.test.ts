import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newPassword } from '../../src/run/apply/new-password.js';
import { Passwords } from '../../src/run/apply/passwords.js';
import { placeBeside } from '../../src/source/new-file.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { stateOf } from '../cli/site.js';
import { openSandbox } from '../sandbox/open.js';
import { crash, passwordFileOf, restore, undisturbed } from './crash.js';
import { Importing } from './importing.js';
import { passwordsIn, signsIn } from './signing-in.js';
import { expectPrivate } from '../private.js';

async function importingOf(text = csv): Promise<Importing> {
  return Importing.of(await openSandbox(), text);
}

const options = { generatePasswords: true };
const csv = `username,authentication_method,password,email,folder_permissions
ada,,,,Shared=readonly
bob,password,,,
given,,secret-pass-1,,
"o'neil, ""jr""",,,,
carl,email_signup,,carl@example.com,
dora,okta,,,
eva,,,,Shared=full
`;
const lacking = ['ada', 'bob', 'eva', 'o\'neil, "jr"'];

/** Each user who needs a password has exactly one line, and can sign in with it. */
async function expectToSignIn(
  sandbox: Sandbox,
  path: string | undefined,
  where = '',
): Promise<void> {
  const found = await passwordsIn(path);
  expect(found.map(([username]) => username).sort(), where).toEqual(lacking);
  for (const [username, password] of found)
    expect(await signsIn(sandbox, username, password), `${where} ${username}`).toBe(true);
}

describe('--generate-passwords', () => {
  it('generates passwords only for users who need one, in a private file beside the input', async () => {
    const importing = await importingOf();
    const { tally, passwords } = await importing.start({ options });
    expect(tally.created).toBe(7);
    expect(passwords).toBe(join(importing.directory, 'users.passwords.csv'));
    await expectPrivate(passwords ?? '');
    await expectToSignIn(importing.sandbox, passwords);
    expect(await signsIn(importing.sandbox, 'given', 'secret-pass-1')).toBe(true);
    expect(importing.sandbox.content.userNamed('dora')?.fields.password_set_at).toBeUndefined();
  });

  it('does not write them to the journal', async () => {
    const importing = await importingOf();
    const { passwords } = await importing.start({ options });
    const found = await passwordsIn(passwords);
    const runs = join(importing.directory, 'state', 'runs');
    const [run = ''] = readdirSync(runs);
    const journal = await readFile(join(runs, run, 'journal.ndjson'), 'utf8');
    for (const [, password] of found) expect(journal).not.toContain(password);
  });

  it('returns a password only once it is in the file', async () => {
    const importing = await importingOf();
    const settings = { name: null, user: null, raw: {} };
    const place = placeBeside(null, 'passwords', importing.directory);
    let begun = '';
    const passwords = Passwords.begin(settings, place, (path) => {
      expect(readFileSync(path, 'utf8')).toBe('username,password\n');
      begun = path;
      return Promise.resolve();
    });
    for (const username of ['ada', 'bob']) {
      const password = await passwords.makeFor(username);
      expect(readFileSync(begun, 'utf8')).toContain(`${username},${password}\n`);
    }
    await passwords.close();
  });

  it('writes no file if nobody needs a password, and the next name if one is taken', async () => {
    const none = await importingOf('username,password\nada,secret-pass-1\n');
    expect((await none.start({ options })).passwords).toBeUndefined();
    const importing = await importingOf();
    const taken = join(importing.directory, 'users.passwords.csv');
    await writeFile(taken, 'precious');
    const { passwords } = await importing.start({ options });
    expect(passwords).toBe(join(importing.directory, 'users.passwords-2.csv'));
    expect(await readFile(taken, 'utf8')).toBe('precious');
  });

  it('silences the warning about missing passwords', async () => {
    const importing = await importingOf();
    const codes = async (chosen?: typeof options) =>
      (await importing.check(chosen)).filter(({ code }) => code === 'password-missing');
    expect(await codes()).toHaveLength(4);
    expect(await codes(options)).toHaveLength(0);
  });

  it('follows the password rules of the site', async () => {
    const importing = await importingOf();
    Object.assign(importing.sandbox.content.settings, {
      password_min_length: 24,
      password_require_mixed: true,
      password_require_number: true,
      password_require_special: true,
    });
    const chosen = { ...options, skipInvalid: true };
    const { tally, passwords } = await importing.start({ options: chosen });
    expect(tally).toMatchObject({ created: 6, failed: 1 });
    for (const [, password] of await passwordsIn(passwords)) expect(password).toHaveLength(24);
  });

  it.each(['lost-after', 'error-after', 'cut', 'empty', 'lost-before'] as const)(
    'generates one password per user, whatever happens to replies: %s',
    async (kind) => {
      const importing = await importingOf();
      const { sandbox } = importing;
      let requests = 0;
      sandbox.setFaults({
        faults: [{ kind, share: 1 }],
        concerns: (method, path) => {
          if (method !== 'POST' || !path.endsWith('/users')) return false;
          requests += 1;
          return requests % 2 === 1;
        },
      });
      const { tally, passwords } = await importing.start({ options });
      expect(tally.created).toBe(7);
      await expectToSignIn(sandbox, passwords);
    },
  );

  it('leaves one valid line per user if killed at any request and resumed', async () => {
    const expected = await undisturbed(7, csv, options);
    for (const served of [true, false]) {
      for (let request = 1, isOver = false; !isOver; request += 1) {
        const importing = await Importing.of(await openSandbox(), csv);
        await crash(importing, { request, served }, options);
        isOver = importing.sandbox.traffic.total < request;
        const { tally, passwords } = await importing.start({ options });
        const where = `request ${request}, ${served ? 'served' : 'not served'}`;
        expect(tally.created, where).toBe(7);
        expect(stateOf(importing.sandbox), where).toEqual(expected);
        await expectToSignIn(importing.sandbox, passwords, where);
      }
    }
  });

  it('resumes with the last line torn, or without its newline', async () => {
    // Four look-ups and three users without a generated password may come first.
    for (const request of [8, 10, 12]) {
      const importing = await importingOf();
      const image = await crash(importing, { request, served: true }, options);
      if (!image?.passwords) throw new Error('No password was made before the crash.');
      const path = passwordFileOf(importing);
      const whole = image.passwords.toString();
      for (const torn of ['zed', 'zed,abc', '"zed, ']) {
        await restore(importing, image);
        await writeFile(path, whole + torn);
        await importing.start({ options, stop: AbortSignal.abort() });
        expect(await readFile(path, 'utf8')).toBe(whole);
      }
      await restore(importing, image);
      await writeFile(path, whole.trimEnd());
      const { passwords } = await importing.start({ options });
      await expectToSignIn(importing.sandbox, passwords, `request ${request}`);
    }
  });

  it.each<[string, (path: string) => Promise<void>, RegExp]>([
    ['is missing', (path) => rm(path), /cannot be read/],
    ['has been replaced', (path) => writeFile(path, 'name;secret\n'), /has been changed/],
    ['lists a user twice', adding('ada,one\nADA,two\n'), /has been changed/],
    ['lists a user without a password', adding('zed\n'), /has been changed/],
    ['has a line with a third cell', adding('zed,one,two\n'), /has been changed/],
    ['ends in a third cell', adding(`zed,${'x'.repeat(16)},two`), /has been changed/],
  ])('does not resume with a file that %s', async (_what, spoil, message) => {
    const importing = await importingOf();
    await crash(importing, { request: 11, served: true }, options);
    const before = importing.sandbox.content.users.size;
    await spoil(join(importing.directory, 'users.passwords.csv'));
    await expect(importing.start({ options })).rejects.toThrow(message);
    expect(importing.sandbox.content.users.size).toBe(before);
  });

  it('does not resume without the option', async () => {
    const importing = await importingOf();
    await crash(importing, { request: 11, served: true }, options);
    await expect(importing.start()).rejects.toThrow(
      '--generate-passwords was given and is not now',
    );
  });
});

function adding(lines: string): (path: string) => Promise<void> {
  return (path) => appendFile(path, lines);
}

describe('a new password', () => {
  it('has a letter of each case, a digit and a symbol, and no ambiguous character', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), (password_min_length) => {
        const password = newPassword({ name: null, user: null, raw: { password_min_length } });
        expect(password.length).toBe(Math.max(16, password_min_length));
        for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^\p{L}\p{N}\s]/u])
          expect(password).toMatch(kind);
        expect(password).not.toMatch(/[lIO01|,"'\s]|^[=+@-]/);
      }),
      { numRuns: 3000 },
    );
  });

  it('has every letter equally often in every place', () => {
    const counts = Array.from({ length: 16 }, () => new Map<string, number>());
    const rounds = 6000;
    for (let round = 0; round < rounds; round += 1)
      Array.from(newPassword({ name: null, user: null, raw: {} })).forEach((character, place) => {
        const count = counts[place];
        count?.set(character, (count.get(character) ?? 0) + 1);
      });
    // No rule makes letters likelier than their 48 in 62.
    for (const count of counts) {
      const letters = [...count].filter(([character]) => /[a-z]/i.test(character));
      expect(letters).toHaveLength(48);
      for (const [, often] of letters)
        expect(Math.abs(often / rounds - 1 / 62)).toBeLessThan(0.009);
    }
  });
});
