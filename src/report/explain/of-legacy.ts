import { cell, lines, type Explanations } from './explanation.js';

/** What the legacy API (--api legacy) asks for. */
export const ofLegacy = {
  'legacy-column-left-out': {
    what: 'The legacy API has no place for something in a column',
    why: 'The users are created without it. Of permissions never more is given than the file says.',
    cause:
      'The API at /api/v2 knows fewer things than the format: no groups, no company, no permissions on several folders.',
    mend: 'If the site has REST v1, use --api rest. Else set these things on the site.',
    example: lines(
      'username,email,password,root_folder,time_zone,company\nada,ada@example.com,Tram-walnut-9,/,London,Example Corp',
      'username,email,password,root_folder,time_zone\nada,ada@example.com,Tram-walnut-9,/,London',
    ),
  },
  'legacy-value-missing': {
    what: 'The legacy API makes no user without this cell',
    why: 'It refuses a user without an address, a password, a root folder (administrators apart) or a time zone.',
    cause: 'In the format, and with REST v1, only the username is required.',
    mend: 'Fill in the cell. Passwords can be made with --generate-passwords.',
    example: cell('time_zone', '', 'London', {
      email: 'ada@example.com',
      password: 'Tram-walnut-9',
      root_folder: '/',
    }),
  },
  'legacy-username-space': {
    what: 'The legacy API takes no spaces in a username',
    why: 'It refuses the user; REST v1 takes single spaces.',
    cause: 'Usernames that are full names.',
    mend: 'Write another sign, or none. Let the user know.',
    example: cell('username', 'ada lovelace', 'ada.lovelace', {
      email: 'ada@example.com',
      password: 'Tram-walnut-9',
      root_folder: '/',
      time_zone: 'London',
    }),
  },
  'legacy-method-not-password': {
    what: 'The legacy API lets users sign in with a password alone',
    why: 'Invitations, single sign-on and SSH keys have no place in it.',
    cause: 'A file that was written for REST v1.',
    mend: 'Write password and give one, or import this row with --api rest.',
    example: cell('authentication_method', 'okta', 'password', {
      email: 'ada@example.com',
      root_folder: '/',
      time_zone: 'London',
      password: 'Tram-walnut-9',
    }),
  },
  'legacy-admin-root': {
    what: 'With the legacy API the root folder of an administrator is /',
    why: 'It refuses any other. It would bound nothing: an administrator sees all of the site.',
    cause: 'A root folder that was filled in for all rows.',
    mend: 'Write / or empty the cell.',
    example: cell('root_folder', 'Partners', '/', {
      site_admin: 'Y',
      email: 'ada@example.com',
      password: 'Tram-walnut-9',
      time_zone: 'London',
    }),
  },
  'legacy-time-zone-utc': {
    what: 'The legacy API does not take UTC as a time zone',
    why: 'It refuses the user; REST v1 takes it.',
    cause: 'UTC for machines, and for who is nowhere in particular.',
    mend: 'Write the zone of a place. London has summer time; Monrovia is on UTC all year.',
    example: cell('time_zone', 'UTC', 'Monrovia', {
      email: 'ada@example.com',
      password: 'Tram-walnut-9',
      root_folder: '/',
    }),
  },
  'legacy-expiration-past': {
    what: 'The legacy API takes no expiration that is past',
    why: 'It refuses the user; with REST v1 this is only a warning.',
    cause: "Last year's file with new names, or a wrong year in January.",
    mend: 'Write a later date, or empty the cell.',
    example: cell('access_expiration_date', '2025-12-31T23:59:59Z', '2035-12-31T23:59:59Z', {
      email: 'ada@example.com',
      password: 'Tram-walnut-9',
      root_folder: '/',
      time_zone: 'London',
    }),
  },
} as const satisfies Explanations;
