import { table, type Column } from './column.js';
import { folderPermissions } from './folder-permissions/kind.js';
import { folderPermissionsCell } from './folder-permissions/write.js';
import {
  authenticationMethod,
  enforced,
  flag,
  isSsoProvider,
  tlsRequired,
  wholeNumber,
} from './kinds/choice.js';
import { dateTime } from './kinds/date.js';
import { addresses } from './kinds/addresses.js';
import { groups } from './kinds/groups.js';
import { further } from './further-columns.js';
import { folder } from './kinds/folder.js';
import { timeZone } from './kinds/time-zone.js';
import { email, fullName, text, username } from './kinds/text.js';

/** The columns of the import format, in the order of its specification. */
const documented = table({
  username: {
    kind: username,
    required: true,
    help: 'The login name for the new user. Upper and lower case make no difference.',
    example: 'ada.lovelace',
    alsoCalled: [
      'login',
      'login name',
      'user',
      'user id',
      'account',
      'account name',
      'sam account name',
      'user principal name',
      'upn',
    ],
  },
  authentication_method: {
    kind: authenticationMethod,
    help: 'How the user signs in. Blank means password. An SSO provider must be enabled on the site.',
    example: 'password',
    alsoCalled: ['authentication', 'login type', 'sign-in method'],
    toParameters: (method, directory) =>
      isSsoProvider(method)
        ? {
            authentication_method: 'sso',
            sso_strategy_id: directory.ssoStrategyId(method),
          }
        : { authentication_method: method },
    toCell: ({ fields, sso }) =>
      sso?.provider ?? authenticationMethod.fromApi(fields.authentication_method ?? null),
  },
  password: {
    kind: text,
    secret: true,
    verbatim: true,
    help: "The new user's password, by the site's password rules. Only when authentication_method is password.",
    example: 'correct-Horse-7-battery',
    alsoCalled: ['initial password', 'temporary password'],
  },
  password_validity_days: {
    kind: wholeNumber,
    help: "How many days a password is valid before it must be changed. Blank means the site's setting.",
    example: '90',
  },
  require_password_change: {
    kind: flag,
    help: 'Whether the user must change the password at the first sign-in.',
    example: 'Y',
  },
  require_login_by: {
    kind: dateTime,
    help: 'The date by which the user must sign in for the first time, or be disabled.',
    example: '2030-03-14T13:27:01-04:00',
  },
  email: {
    kind: email,
    help: "The user's email address. Required when authentication_method is email_signup.",
    example: 'ada.lovelace@example.com',
    alsoCalled: ['mail', 'email address', 'work email', 'business email'],
  },
  full_name: {
    parameter: 'name',
    kind: fullName,
    help: "The user's full name.",
    example: 'Ada Lovelace',
    alsoCalled: ['name', 'display name', 'employee name'],
  },
  company: {
    kind: text,
    help: "The name of the user's company.",
    example: 'Analytical Engines Ltd',
    alsoCalled: ['organisation', 'organization', 'company name', 'employer'],
  },
  group_ids: {
    kind: groups,
    help: 'The groups that the user is a member of. Names must match exactly; a number is an id.',
    example: 'Engineering,Support',
    alsoCalled: ['groups', 'group', 'group names', 'teams', 'team', 'member of'],
    toParameters: (references, directory) => ({
      group_ids: [...new Set(references.map((reference) => directory.groupId(reference)))].join(
        ',',
      ),
    }),
    toCell: ({ groups: references }) => references.join(','),
  },
  site_admin: {
    kind: flag,
    help: 'Whether the user is an administrator, with full access to the whole site and its settings.',
    example: 'N',
    alsoCalled: ['admin', 'administrator', 'is admin'],
  },
  self_managed: {
    kind: flag,
    help: 'Whether the user manages their own credentials. Y only when authentication_method is email_signup.',
    example: 'N',
    // Users of every other method are self-managed by default, and no cell may say so.
    toCell: ({ fields }) => {
      const cell = flag.fromApi(fields.self_managed ?? null);
      return cell === 'Y' && fields.authentication_method !== 'email_signup' ? '' : cell;
    },
  },
  notes: {
    kind: text,
    verbatim: true,
    help: 'Notes about the user, visible to all site administrators.',
    example: 'Joins on 1 March; laptop ordered',
    alsoCalled: ['note', 'comment', 'comments', 'remarks', 'description'],
  },
  time_zone: {
    kind: timeZone,
    help: 'The time zone that the user is in.',
    example: 'London',
    alsoCalled: ['tz'],
  },
  root_folder: {
    parameter: 'user_root',
    kind: folder,
    help: 'Root folder for FTP, and for SFTP if the site is configured so. Not used for API, desktop or web.',
    example: 'Home/ada.lovelace',
  },
  home_folder: {
    parameter: 'user_home',
    kind: folder,
    help: 'Starting folder for FTP and SFTP. Within root_folder, if there is one.',
    example: 'Home/ada.lovelace/inbox',
    alsoCalled: ['home', 'home directory'],
  },
  ip_whitelist: {
    parameter: 'allowed_ips',
    kind: addresses,
    help: 'Addresses that the user may connect from, one per line (a real line break inside the cell).',
    example: '203.0.113.7\n192.168.17.0/27',
    alsoCalled: ['allowed ips', 'ip addresses', 'ip allowlist'],
  },
  enforce_ip_whitelist: {
    parameter: 'bypass_site_allowed_ips',
    kind: enforced,
    help: "Whether the user must connect from an address that the site allows. N bypasses the site's list; the user's own ip_whitelist applies either way.",
    example: 'Y',
  },
  ssl_required: {
    kind: tlsRequired,
    help: "Whether FTP connections must be encrypted. Blank means the site's setting.",
    example: 'Y',
  },
  access_expiration_date: {
    parameter: 'authenticate_until',
    kind: dateTime,
    help: 'When the user is to be deactivated.',
    example: '2031-03-14T13:27:01-04:00',
    alsoCalled: [
      'expires',
      'expiry',
      'expiry date',
      'expiration',
      'expiration date',
      'end date',
      'account expires',
      'contract end',
    ],
  },
  ftp_permission: {
    kind: flag,
    help: 'Whether the user may connect by FTP or FTPS.',
    example: 'N',
  },
  sftp_permission: {
    kind: flag,
    help: 'Whether the user may connect by SFTP.',
    example: 'Y',
  },
  dav_permission: {
    kind: flag,
    help: 'Whether the user may connect by WebDAV.',
    example: 'N',
  },
  restapi_permission: {
    kind: flag,
    help: 'Whether the user may use the web interface, the desktop app and the REST API.',
    example: 'Y',
  },
  folder_permissions: {
    parameter: null,
    kind: folderPermissions,
    help: 'What the user may do in which folders; missing folders are created. A * after a permission leaves sub-folders out. Ignored for site administrators, who may do everything.',
    example: 'Sales=readonly|Engineering=readwrite,history|Home/ada.lovelace=admin*',
    alsoCalled: ['permissions', 'folders', 'folder access'],
    toCell: ({ fields, permissions }) =>
      fields.site_admin === true ? '' : folderPermissionsCell(permissions),
    ignoredWhen: {
      column: 'site_admin',
      value: true,
      code: 'folder-permissions-ignored',
      message:
        'site_admin is Y: an administrator may do everything, so this cell is ignored. Empty it.',
    },
  },
});

export const documentedColumns: readonly Column<ColumnName>[] = documented.columns;

/** These, and the further ones that the web form does not know. */
export const allColumns: readonly Column<ColumnName>[] = [
  ...documented.columns,
  ...further.columns,
];

export const columnByName: ReadonlyMap<string, Column<ColumnName>> = new Map(
  allColumns.map((entry) => [entry.name, entry]),
);

/**
 * The values of a row whose cells are all blank. The compiler writes its type out, so that it can be
 * published without the tables.
 */
export const noValues = { ...documented.noValues, ...further.noValues };

/** The values of a row's cells, by column; blank cells have none. */
export type CellValues = {
  readonly [Name in keyof typeof noValues]?: (typeof noValues)[Name] | undefined;
};

export type ColumnName = keyof CellValues;
