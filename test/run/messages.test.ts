import { expect, test } from 'vitest';
import { csvLine } from '../../src/columns/csv.js';
import { openSandbox } from '../sandbox/open.js';
import { Importing } from './importing.js';

const header = [
  'username',
  'authentication_method',
  'password',
  'group_ids',
  'root_folder',
  'folder_permissions',
  'ssl_required',
  'ip_whitelist',
];

/** One fault per row, of those that only show on a site. */
const rows = [
  ['Admin', 'okta', '', '', '', '', '', ''],
  ['group', 'okta', '', 'Astronomy', '', '', '', ''],
  ['group.like', 'okta', '', 'Sales,Salez,99', '', '', '', ''],
  ['group.case', 'okta', '', 'sales', '', '', '', ''],
  ['group.new', 'okta', '', 'Laboratory', '', '', '', ''],
  ['group.otherwise', 'okta', '', 'laboratory', '', '', '', ''],
  ['folder', 'okta', '', '', 'Nowhere', '', '', ''],
  ['sign-on', 'onelogin', '', '', '', '', '', ''],
  ['password', 'password', 'short', '', '', '', '', ''],
  ['permissions', 'okta', '', '', '', 'Shared=full', '', ''],
  ['root', 'okta', '', '', '', '/=readonly', '', ''],
  ['tls', 'okta', '', '', '', '', 'N', ''],
  ['address', 'okta', '', '', '', '', '', '192.0.2.1'],
];

const strict = {
  password_min_length: 14,
  password_require_letter: true,
  password_require_mixed: true,
  password_require_number: true,
  password_require_special: true,
  folder_permissions_groups_only: true,
  prevent_root_permissions_for_non_site_admins: true,
  allow_user_level_ssl_override: false,
  allow_user_level_allowed_ip_override: false,
};

// After a change of the messages: npx vitest run test/run/messages.test.ts -u, and review the diff.
test.each([
  ['a strict site', strict, false],
  ['a site where groups are created', {}, true],
  ['a site where only SSO creates groups', { non_sso_groups_allowed: false }, true],
  ['a site for SSO users only', { non_sso_users_allowed: false }, false],
])('%s', async (name, settings, createGroups) => {
  const sandbox = await openSandbox();
  Object.assign(sandbox.content.settings, settings);
  const importing = await Importing.of(
    sandbox,
    [header, ...rows].map((row) => csvLine(row)).join(''),
  );
  const issues = await importing.check({ createGroups });
  const said = issues.map(({ line, column, severity, code, message, suggestion }) => {
    const where = `${line ?? '-'} ${column ?? '-'} ${severity} ${code}`;
    return `${where}\n  ${message}\n${suggestion === null ? '' : `  → ${suggestion}\n`}`;
  });
  await expect(said.join('')).toMatchFileSnapshot(`messages/${name.replaceAll(' ', '-')}.txt`);
});
