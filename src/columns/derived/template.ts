import { csvLine } from '../csv.js';
import type { ColumnName } from '../table.js';
import { documentedColumns } from '../table.js';

type ExampleRow = Partial<Record<ColumnName, string>> & { readonly username: string };

/** Signing in with any SSO provider looks the same: only the method and the person differ. */
function ssoRow(
  method: string,
  first: string,
  last: string,
  group: string,
  timeZone: string,
): ExampleRow {
  const username = `${first}.${last}`.toLowerCase();
  return {
    username,
    authentication_method: method,
    email: `${username}@example.com`,
    full_name: `${first} ${last}`,
    company: 'Example Corp',
    group_ids: group,
    time_zone: timeZone,
    folder_permissions: `${group}=readonly,history`,
  };
}

/**
 * Realistic users, one for each sign-in method that the documented columns can set up completely: a
 * password, an invitation by e-mail, and each SSO provider. Together they use every column.
 */
const exampleRows: readonly ExampleRow[] = [
  {
    username: 'maria.santos',
    authentication_method: 'password',
    password: 'Change-me-0n-first-login',
    password_validity_days: '90',
    require_password_change: 'Y',
    require_login_by: '2031-03-14T18:00:00-04:00',
    email: 'maria.santos@example.com',
    full_name: 'Maria Santos',
    company: 'Example Corp',
    group_ids: 'Sales,Support',
    site_admin: 'N',
    self_managed: 'N',
    notes: 'Field sales, north-east\nManager: Olu Adeyemi',
    time_zone: 'Eastern Time (US & Canada)',
    root_folder: 'Home/maria.santos',
    home_folder: 'Home/maria.santos/inbox',
    ip_whitelist: '203.0.113.24\n192.168.17.0/27',
    enforce_ip_whitelist: 'Y',
    ssl_required: 'Y',
    access_expiration_date: '2032-12-31T23:59:59-05:00',
    ftp_permission: 'N',
    sftp_permission: 'Y',
    dav_permission: 'N',
    restapi_permission: 'Y',
    folder_permissions:
      'Sales=readwrite,history|Sales\\|North-America=full|Home/maria.santos=admin*',
  },
  {
    username: 'kenji.watanabe',
    authentication_method: 'email_signup',
    email: 'kenji.watanabe@example.com',
    full_name: 'Kenji Watanabe',
    company: 'Example Corp',
    group_ids: 'Engineering',
    self_managed: 'Y',
    time_zone: 'Tokyo',
    folder_permissions: 'Engineering=full|Home/kenji.watanabe=admin',
  },
  ssoRow('auth0', 'Amara', 'Nwosu', 'Marketing', 'London'),
  ssoRow('azure', 'Lukas', 'Novak', 'Finance', 'Prague'),
  ssoRow('box', 'Priya', 'Raman', 'Support', 'Chennai'),
  ssoRow('dropbox', 'Tom', 'Okafor', 'Sales', 'West Central Africa'),
  ssoRow('idaptive', 'Ines', 'Moreau', 'Marketing', 'Paris'),
  ssoRow('ldap', 'Hannah', 'Weiss', 'Engineering', 'Berlin'),
  ssoRow('okta', 'Diego', 'Fuentes', 'Contractors', 'Mexico City'),
  ssoRow('onelogin', 'Sara', 'Lindqvist', 'Finance', 'Stockholm'),
  ssoRow('saml', 'Noah', 'Tremblay', 'Support', 'Atlantic Time (Canada)'),
  ssoRow('slack', 'Mei', 'Tan', 'Sales', 'Singapore'),
];

interface TemplateOptions {
  /** Only the header. */
  readonly empty: boolean;
}

/** The example file as CSV. */
export function templateCsv(options: TemplateOptions): string {
  return templateRows(options)
    .map((cells) => csvLine(cells))
    .join('');
}

/** The header and the example users. */
export function templateRows({ empty }: TemplateOptions): string[][] {
  const names = documentedColumns.map(({ name }) => name);
  const rows = empty ? [] : exampleRows;
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))];
}
