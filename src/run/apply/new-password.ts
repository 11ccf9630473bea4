import { randomInt } from 'node:crypto';
import type { SiteSettings } from '../../site/site.js';
import { leastLength } from '../facts/password-rule.js';

/**
 * Letters, digits and signs that cannot be mistaken for one another (no l, I, O, 0, 1), and that no
 * spreadsheet runs as a formula.
 */
const kinds = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!?*#%&'];
const alphabet = kinds.join('');

/** About 95 bits. */
const usualLength = 16;

/**
 * A password with both cases, a digit and a sign, whichever of them the site requires: drawn uniformly from
 * all such passwords.
 */
export function newPassword(settings: SiteSettings): string {
  const length = passwordLength(settings);
  for (;;) {
    const password = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length)));
    if (kinds.every((kind) => password.some((character) => kind.includes(character))))
      return password.join('');
  }
}

/** The length of a generated password for the site, in characters. */
export function passwordLength(settings: SiteSettings): number {
  return Math.max(usualLength, leastLength(settings));
}
