import { describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox/open.js';
import { Importing } from './importing.js';

const csv = `username,password,site_admin,email,folder_permissions
boss,,Y,boss@example.com,
ada,secret-pass-1,,ada@example.com,Team=admin|/=list
bob,secret-pass-2,Y,bob@example.com,
cem,,,,team=full|Other=list
dan,secret-pass-3,,,
`;

describe('the totals of a plan', () => {
  async function totals(welcome: boolean, chosen: boolean) {
    const sandbox = await openSandbox();
    const { content } = sandbox;
    content.settings.welcome_email_enabled = welcome;
    const other = { groupIds: [], adminGroupIds: [] };
    const [boss, ada] = ['boss', 'ada'].map((name) => ({ email: `${name}@example.com` }));
    content.addUser({ id: 900, username: 'boss', fields: { ...boss, site_admin: true }, ...other });
    content.addUser({ id: 901, username: 'ada', fields: { ...ada }, ...other });
    return (await Importing.of(sandbox, csv)).totals({
      existing: 'update',
      createFolders: chosen,
      generatePasswords: chosen,
      updatePasswords: chosen,
    });
  }

  /** What does not depend on the options. */
  const always = {
    create: 3,
    update: 2,
    administrators: ['bob'],
    permissions: 4,
    strong: [
      { username: 'ada', permission: 'admin' },
      { username: 'cem', permission: 'full' },
    ],
  };

  it('count what is new, and show no password', async () => {
    const field = { field: 'change_password', from: '[hidden]', to: '[hidden]' };
    expect(await totals(true, true)).toMatchObject({
      ...always,
      emails: 1,
      passwords: 1,
      folders: 2,
      // Creates, an update, its user's permissions, permissions, folders.
      calls: 3 + 1 + 1 + 4 + 2,
      updates: [
        { username: 'boss', changes: [] },
        { username: 'ada', changes: [field] },
      ],
    });
  });

  it('count nothing that the options leave out', async () => {
    expect(await totals(false, false)).toMatchObject({
      ...always,
      emails: 0,
      passwords: 0,
      folders: 0,
      calls: 3 + 1 + 4,
      updates: [{ changes: [] }, { changes: [] }],
    });
  });
});
