import type { Kind } from '../column.js';
import { nearest } from '../did-you-mean.js';
import { exponentHint, inExponentForm } from '../exponent-form.js';
import { halfWidth } from '../half-width.js';
import type { IssueCode } from '../issue.js';
import { kind } from './kind.js';
import { quote } from '../quote.js';

/** SSO providers: the API's value, and the name that people use. */
const ssoNames = {
  auth0: 'Auth0',
  azure: 'Azure Active Directory',
  box: 'Box',
  dropbox: 'Dropbox',
  idaptive: 'Idaptive',
  ldap: 'Active Directory/LDAP',
  okta: 'Okta',
  onelogin: 'OneLogin',
  saml: 'SAML (Other Provider)',
  slack: 'Slack',
} as const;

export type SsoProvider = keyof typeof ssoNames;
// Object.keys loses the type of the keys.
const ssoProviders = Object.keys(ssoNames) as SsoProvider[];

const ownMethods = [
  'password',
  'password_with_imported_hash',
  'email_signup',
  'password_and_ssh_key',
] as const;

export const authenticationMethods = [...ownMethods, ...ssoProviders] as const;
export type AuthenticationMethod = (typeof authenticationMethods)[number];

export function isSsoProvider(method: string): method is SsoProvider {
  return Object.hasOwn(ssoNames, method);
}

/** Other names of a method, without case, spaces, hyphens and underscores. */
const methodNames = new Map<string, AuthenticationMethod>([
  ...ssoProviders.map((provider) => [fold(ssoNames[provider]), provider] as const),
  ['azuread', 'azure'],
  ['entraid', 'azure'],
  ['microsoftentraid', 'azure'],
]);

/** Words that often mean a method, folded in the same way. */
const methodHints = new Map<string, AuthenticationMethod>([
  ['entra', 'azure'],
  ['aad', 'azure'],
  ['activedirectory', 'ldap'],
  ['ad', 'ldap'],
  ['saml2', 'saml'],
  ['email', 'email_signup'],
  ['invite', 'email_signup'],
  ['sshkey', 'password_and_ssh_key'],
  ['passwordandsshkey', 'password_and_ssh_key'],
  ['passwordhash', 'password_with_imported_hash'],
  ['importedhash', 'password_with_imported_hash'],
]);

function fold(word: string): string {
  return halfWidth(word)
    .toLowerCase()
    .replace(/[\s_-]/g, '');
}

export const authenticationMethod: Kind<AuthenticationMethod> = {
  ...choice(authenticationMethods, 'authentication-method-unknown', methodNames, methodHints),
  accepts: `${ownMethods.join(', ')}, or an enabled SSO provider: ${ssoProviders.join(', ')}`,
  // Once an invitation is accepted or an imported hash is used, the method becomes password.
  same: (sent, returned) =>
    sent === returned ||
    (returned === 'password' &&
      (sent === 'email_signup' || sent === 'password_with_imported_hash')),
};

/** What people write, and what spreadsheets write in the most common languages. */
const yes = new Set(
  (
    'y yes true t 1 on ja j oui si sí sim tak ' +
    'wahr vrai verdadero verdadeiro vero waar sant sand sann tosi prawda pravda igaz'
  ).split(' '),
);
const no = new Set(
  (
    'n no false f 0 off nein non não nie ' +
    'falsch faux falso onwaar falskt falsk usann epätosi fałsz nepravda hamis'
  ).split(' '),
);

function flagKind<T extends string | boolean>(
  accepts: string,
  api: { readonly Y: T; readonly N: T },
): Kind<boolean> {
  return {
    accepts,
    schema: { type: 'string', enum: ['Y', 'N'] },
    read(cell, report) {
      if (cell === 'Y') return true;
      if (cell === 'N') return false;
      const word = halfWidth(cell).toLowerCase();
      const meant = yes.has(word) ? 'Y' : no.has(word) ? 'N' : null;
      report('not-yes-or-no', `This must be exactly Y or N, not ${quote(cell)}.`, meant, 'certain');
      return undefined;
    },
    toApi: (value) => (value ? api.Y : api.N),
    fromApi: (returned) => (returned === api.Y ? 'Y' : returned === api.N ? 'N' : ''),
    same: (sent, returned) => sent === returned,
  };
}

export const flag = flagKind('Y or N', { Y: true, N: false });

/** Y enforces the site's list of addresses; the API's parameter is the opposite, bypassing it. */
export const enforced = flagKind('Y or N', { Y: false, N: true });

export const tlsRequired = flagKind("Y, N, or blank for the site's setting", {
  Y: 'always_require',
  N: 'never_require',
});

/**
 * One of a few words. `names`: other words for the same; `hints`: words that often mean one; both folded.
 */
export function choice<const T extends string>(
  words: readonly T[],
  code: IssueCode = 'not-a-choice',
  names: ReadonlyMap<string, T> = new Map(),
  hints: ReadonlyMap<string, T> = new Map(),
): Kind<T> {
  const list = words.join(', ');
  return kind({
    accepts: `one of ${list}`,
    schema: { type: 'string', enum: [...words] },
    read(cell, report) {
      const word = words.find((each) => each === cell);
      if (word !== undefined) return word;
      const folded = fold(cell);
      const same = words.find((each) => fold(each) === folded) ?? names.get(folded);
      const meant = same ?? hints.get(folded) ?? nearest(cell, words);
      report(
        code,
        meant === undefined
          ? `This must be one of ${list}, not ${quote(cell)}.`
          : `${quote(cell)} is not one of the values of this column, which must match exactly. Did you mean ${meant}?`,
        meant,
        same === undefined ? 'likely' : 'certain',
      );
      return undefined;
    },
  });
}

const largest = 2_147_483_647;

function wholeNumberUpTo(most: number, accepts: string): Kind<number> {
  return kind({
    accepts,
    schema: { type: 'string', pattern: '^[0-9]+$' },
    read(cell, report) {
      if (/^\d+$/.test(cell)) {
        const value = Number(cell);
        if (value <= most) return value;
        report(
          'number-too-large',
          `${quote(cell)} is too large: the site accepts at most ${most}. Write a smaller number.`,
        );
        return undefined;
      }
      const [, meant, unit] =
        /^\+?(\d{1,9})(?:[.,]0{1,2})?(\s*(?:days?|d))?$/i.exec(halfWidth(cell)) ?? [];
      const hint = inExponentForm(cell) ? ` ${exponentHint}` : '';
      report(
        'not-a-whole-number',
        `This must be a whole number, 0 or more, in digits only; it is ${quote(cell)}.${hint}`,
        meant,
        unit === undefined ? 'certain' : 'likely',
      );
      return undefined;
    },
  });
}

export const wholeNumber = wholeNumberUpTo(largest, 'a whole number, 0 or more');

export const hourOfDay = wholeNumberUpTo(23, 'an hour of the day, 0 to 23');
