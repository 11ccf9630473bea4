import { cell, lines, type Explanations } from './explanation.js';

/** What it requires of every user, except for a time zone. */
const user = { email: 'ada@example.com', password: 'Tram-walnut-9', root_folder: '/' };

/** What the legacy API (--api legacy) requires. */
export const ofLegacy = {
  'legacy-column-left-out': {
    what: 'The legacy API has no parameter for something in a column',
    why: 'The users are created without it. They never get more permissions than the file gives them.',
    cause:
      'The API at /api/v2 can do less than the format: no groups, no company, no permissions on several folders.',
    cure: 'If the site has REST v1, use --api rest. Otherwise set these things on the site.',
    example: lines(
      'username,email,password,root_folder,time_zone,company\nada,ada@example.com,Tram-walnut-9,/,London,Example Corp',
      'username,email,password,root_folder,time_zone\nada,ada@example.com,Tram-walnut-9,/,London',
    ),
  },
  'legacy-value-missing': {
    what: 'The legacy API cannot create a user without this cell',
    why: 'It refuses a user without an address, a password, a root folder (administrators apart) or a time zone.',
    cause: 'In the format, and with REST v1, only the username is required.',
    cure: 'Fill in the cell, or have passwords generated: --generate-passwords.',
    example: cell('time_zone', '', 'London', user),
  },
  'legacy-username-space': {
    what: 'The legacy API takes no spaces in a username',
    why: 'It refuses the user; REST v1 takes single spaces.',
    cause: 'Usernames that are full names.',
    cure: 'Write another character, or none. Let the user know.',
    example: cell('username', 'ada lovelace', 'ada.lovelace', { ...user, time_zone: 'London' }),
  },
  'legacy-method-not-password': {
    what: 'The legacy API lets users sign in only with a password',
    why: 'It has no invitations, single sign-on or SSH keys.',
    cause: 'A file that was written for REST v1.',
    cure: 'Write password and give one, or import this row with --api rest.',
    example: cell('authentication_method', 'okta', 'password', { ...user, time_zone: 'London' }),
  },
  'legacy-admin-root': {
    what: 'With the legacy API, the root folder of an administrator must be /',
    why: 'It refuses any other. Another would restrict nothing: an administrator sees the whole site.',
    cause: 'A root folder that was filled in for all rows.',
    cure: 'Write / or empty the cell.',
    example: cell('root_folder', 'Partners', '/', {
      site_admin: 'Y',
      email: user.email,
      password: user.password,
      time_zone: 'London',
    }),
  },
  'legacy-time-zone-utc': {
    what: 'The legacy API does not take UTC as a time zone',
    why: 'It refuses the user; REST v1 takes it.',
    cause: 'UTC given to machines, or to people whose location is not known.',
    cure: 'Write the zone of a place. London has summer time; Monrovia is on UTC all year.',
    example: cell('time_zone', 'UTC', 'Monrovia', user),
  },
  'legacy-expiration-past': {
    what: 'The legacy API takes no expiration in the past',
    why: 'It refuses the user; with REST v1 this is only a warning.',
    cause: "Last year's file with new names, or a wrong year in January.",
    cure: 'Write a later date, or empty the cell.',
    example: cell('access_expiration_date', '2025-12-31T23:59:59Z', '2035-12-31T23:59:59Z', {
      ...user,
      time_zone: 'London',
    }),
  },
} as const satisfies Explanations;
