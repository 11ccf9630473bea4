import { randomInt } from 'node:crypto';
import type { SiteSettings } from '../../site/site.js';
import { leastLength } from '../facts/password-rule.js';

/**
 * Letters, digits and signs of which none is taken for another (no l, I, O, 0, 1), and none makes a
 * spreadsheet run the password as a formula.
 */
const kinds = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!?*#%&'];
const alphabet = kinds.join('');

/** About 95 bits. */
const usualLength = 16;

/**
 * A password with a letter of each case, a digit and a sign, whichever of them the site asks for: one
 * of all such passwords, each as likely as any other.
 */
export function newPassword(settings: SiteSettings): string {
  const length = passwordLength(settings);
  for (;;) {
    const password = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length)));
    if (kinds.every((kind) => password.some((character) => kind.includes(character))))
      return password.join('');
  }
}

/** Of every password that is made for the site; characters. */
export function passwordLength(settings: SiteSettings): number {
  return Math.max(usualLength, leastLength(settings));
}
