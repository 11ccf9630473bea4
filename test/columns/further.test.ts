import { describe, expect, test } from 'vitest';
import { columnList } from '../../src/columns/derived/legend.js';
import { allColumns, documentedColumns } from '../../src/columns/table.js';
import { check, found } from '../validate/checking.js';
import { codesOf, readCell, soleProblem } from './reading.js';

const further = allColumns.filter((column) => !documentedColumns.includes(column));

// Generated with ssh-keygen.
const ed25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIPwFqeG1x5DSpscmGiD+Lj85auQ3gjoo7DxhPRlmUjm';
const ecdsa =
  'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBJQ/wt5ug7qZ0KL2ZbOhmgXDKEipFNe+L2tbeQ5omshNx/DuEXopXw8yhk/ACHe+T6UP68xq7dOXNuSXUK41elQ=';

describe('the further columns', () => {
  test.each(further.map(({ name, example }) => [name, example] as const))(
    '%s: its example is valid',
    (name, example) => {
      expect(codesOf(name, example)).toEqual([]);
    },
  );

  test('have unique names, and are listed on request', () => {
    expect(new Set(allColumns.map(({ name }) => name)).size).toBe(allColumns.length);
    expect(columnList(allColumns)).toHaveLength(allColumns.length);
    expect(columnList()).toHaveLength(documentedColumns.length);
  });

  test('cause one warning per file that they are not portable', async () => {
    expect(
      await found('username,authentication_method,language,tags\na,okta,en,\nb,okta,de,x\n'),
    ).toEqual(['- - columns-not-portable']);
    expect(await found('username,authentication_method\na,okta\n')).toEqual([]);
  });

  test('do not include API parameters that a documented column sets, which is suggested', async () => {
    const { issues } = await check('username,authentication_method,user_root\na,okta,x\n');
    expect(issues).toMatchObject([{ code: 'header-unknown-column', suggestion: 'root_folder' }]);
  });
});

describe('cells of further columns', () => {
  test.each([
    ['require_2fa', 'Always-Require', 'not-a-choice', 'always_require'],
    ['require_2fa', 'yes', 'not-a-choice', null],
    ['grant_permission', 'read + write', 'not-a-choice', 'read+write'],
    ['notification_daily_send_time', '24', 'number-too-large', null],
    ['notification_daily_send_time', '18:00', 'not-a-whole-number', null],
    ['workspace_id', '-1', 'not-a-whole-number', null],
    ['billing_permission', 'yes', 'not-yes-or-no', 'Y'],
    ['tags', 'Berlin, Team_A', 'tag-malformed', 'berlin,team-a'],
    ['tags', 'a,,b', 'tag-malformed', 'a,b'],
    ['tags', 'käse', 'tag-malformed', null],
    ['imported_password_hash', 'abc', 'password-hash-malformed', null],
    ['imported_password_hash', 'g'.repeat(32), 'password-hash-malformed', null],
    ['ssh_public_key', 'AAAAC3NzaC1lZDI1NTE5', 'ssh-key-malformed', null],
    ['ssh_public_key', 'ssh-ed25519', 'ssh-key-malformed', null],
    ['ssh_public_key', 'ssh-ed25519 AAAA', 'ssh-key-malformed', null],
    ['ssh_public_key', ed25519.replace('ssh-ed25519', 'ssh-rsa'), 'ssh-key-malformed', null],
    ['ssh_public_key', `${ed25519}%%`, 'ssh-key-malformed', null],
  ] as const)('%s %j: %s', (column, cell, code, suggestion) => {
    expect(soleProblem(column, cell)).toMatchObject({ code, suggestion });
  });

  test.each([32, 40, 64])('a hash has %i digits', (length) => {
    expect(codesOf('imported_password_hash', 'aF'.repeat(length / 2))).toEqual([]);
  });

  test('SSH keys are one per line, with or without a comment', () => {
    const { value, problems } = readCell('ssh_public_key', `${ed25519} ada  lovelace\r\n${ecdsa}`);
    expect(problems).toEqual([]);
    expect(value).toMatchObject([
      { text: ed25519, comment: 'ada lovelace' },
      { text: ecdsa, comment: '' },
    ]);
  });

  test('an invalid key is reported with its line in the cell', () => {
    expect(soleProblem('ssh_public_key', `${ed25519}\nssh-rsa x`).message).toContain('Line 2');
  });

  test('a private key is recognised, and neither it nor a hash is shown', () => {
    const pasted = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n';
    const { code, message } = soleProblem('ssh_public_key', pasted);
    expect(code).toBe('ssh-key-is-private');
    expect(message).not.toContain('b3Blb');
    expect(soleProblem('imported_password_hash', 'zz99').message).not.toContain('zz99');
  });
});

describe('rules between further columns and the authentication method', () => {
  const hash = 'a'.repeat(32);
  test.each([
    ['imported_password_hash', `a,password_with_imported_hash,${hash}`, []],
    ['imported_password_hash', 'a,password_with_imported_hash,', ['imported-hash-missing']],
    ['imported_password_hash', 'a,password_with_imported_hash,x', ['password-hash-malformed']],
    ['imported_password_hash', `a,okta,${hash}`, ['imported-hash-not-used']],
    // A misspelt but clear method counts.
    [
      'imported_password_hash',
      `a,Okta,${hash}`,
      ['authentication-method-unknown', 'imported-hash-not-used'],
    ],
    ['sso_strategy_id', 'a,okta,12', []],
    ['sso_strategy_id', 'a,Okta,12', ['authentication-method-unknown']],
    ['sso_strategy_id', 'a,email_signup,12', ['sso-strategy-not-used', 'email-signup-needs-email']],
    // Once corrected, the cell would still be one that the method does not allow.
    ['imported_password_hash', 'a,okta,x', ['password-hash-malformed', 'imported-hash-not-used']],
    [
      'sso_strategy_id',
      'a,password_and_ssh_key,1.5',
      ['not-a-whole-number', 'sso-strategy-not-used'],
    ],
    ['sso_strategy_id', 'a,okto,1.5', ['authentication-method-unknown', 'not-a-whole-number']],
  ])('%s: %s', async (column, row, codes) => {
    const issues = await found(`username,authentication_method,${column}\n${row}\n`);
    expect(issues.map((text) => text.split(' ')[2])).toEqual(['columns-not-portable', ...codes]);
  });
});
