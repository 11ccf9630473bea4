import { reportControls } from '../control-character.js';
import { kind, textOf } from './kind.js';
import { exponentHint, inExponentForm } from '../exponent-form.js';
import { halfWidth } from '../half-width.js';
import { quote } from '../quote.js';
import { tooLong } from '../too-long.js';
import { foldUsername } from '../username.js';

export const text = kind<string>({
  accepts: 'any text',
  schema: { type: 'string' },
  use: 'prose',
  // The cell is not shown: it may be a password.
  read(cell, report) {
    if (inExponentForm(cell)) report('text-in-exponent-form', exponentHint);
    return cell;
  },
});

const longestUsername = 50;

export const username = kind<string>({
  accepts: `text of at most ${longestUsername} characters, without doubled spaces`,
  schema: { type: 'string', minLength: 1, maxLength: longestUsername },
  use: 'typed',
  // A wrong name is still compared: a second row with it is reported too.
  read(cell, report) {
    const problem = tooLong('username', cell, longestUsername);
    if (problem !== undefined) report('username-too-long', problem);
    if (cell.includes('  '))
      report(
        'username-doubled-space',
        'The username has two spaces in a row, which the site refuses. Write one.',
        cell.replace(/ {2,}/g, ' '),
        'certain',
      );
    reportControls(cell, report, 'username-control-character');
    if (inExponentForm(cell))
      report('number-in-exponent-form', `${quote(cell)} is not a username. ${exponentHint}`);
    return cell;
  },
  same: (sent, returned) => foldUsername(textOf(sent)) === foldUsername(textOf(returned)),
});

export const fullName = kind<string>({
  accepts: 'at least two words separated by a space',
  schema: { type: 'string', pattern: '\\S\\s* \\s*\\S' },
  use: 'prose',
  read(cell, report) {
    // It is trimmed, so a space has a word on either side.
    if (cell.includes(' ')) return cell;
    const spaced = cell.replace(/\s+/gu, ' ');
    report(
      'full-name-needs-two-words',
      spaced.includes(' ')
        ? `The words of a full name are separated by a space; in ${quote(cell)} it is another character. Type a space there.`
        : `A full name has at least two words separated by a space; ${quote(cell)} has one. Write a first and a last name.`,
      spaced.includes(' ') ? spaced : null,
      'certain',
    );
    return undefined;
  },
});

const longestEmail = 254;
const emailTooLong = `is too long for an email address (64 characters before the @, ${longestEmail} in all)`;

export const email = kind<string>({
  accepts: 'one email address',
  schema: { type: 'string', format: 'email' },
  use: 'typed',
  read(cell, report) {
    if (plainEmail.test(cell) && cell.length <= 64) return cell;
    const problem = emailProblem(cell);
    if (problem === undefined) return cell;
    const mended = mendEmail(cell);
    report(
      'email-malformed',
      `${quote(cell)} ${problem}. Write one address, such as ada@example.com.`,
      mended !== undefined && emailProblem(mended) === undefined ? mended : null,
      // Choosing between two addresses would be a guess.
      halfWidth(cell).split('@').length === 2 ? 'certain' : 'likely',
    );
    return undefined;
  },
  same: (sent, returned) => textOf(sent).toLowerCase() === textOf(returned).toLowerCase(),
});

/** Matches most addresses. A short text that matches has no problem, which a property test checks. */
export const plainEmail = /^\w+(?:[.+-]\w+)*@(?:[A-Za-z\d]+(?:-+[A-Za-z\d]+)*\.)+[A-Za-z\d]+$/;

const label = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;

/** Why a text is not an email address; undefined: it is one. */
export function emailProblem(cell: string): string | undefined {
  if (/[\s<>\p{Cc}\p{Cf}]/u.test(cell)) return 'is not a bare email address';
  if (/[,;]/.test(cell)) return 'is more than one address, or has a comma or semicolon in it';
  const parts = cell.split('@');
  const [local = '', domain = ''] = parts;
  if (parts.length > 2) return 'has more than one @';
  if (parts.length < 2) return cell.includes('\uff20') ? 'has a full-width @' : 'has no @';
  if (local === '' || domain === '') return 'has nothing on one side of the @';
  if (local.length > 64 || cell.length > longestEmail) return emailTooLong;
  if (/[()[\]\\:"]/.test(local) || /^\.|\.\.|\.$/.test(local))
    return 'has a character or a dot before the @ that is not allowed there';
  const labels = domain.split('.');
  if (labels.length < 2) return 'has no dot in its domain';
  if (!labels.every((part) => part.length <= 63 && label.test(part)))
    return 'has a domain that cannot exist';
  return undefined;
}

/** Removes what surrounds one address: a display name, `mailto:`, quotes, a full stop after it. */
function mendEmail(cell: string): string | undefined {
  if (cell.length > 2 * longestEmail) return undefined;
  const narrow = halfWidth(cell).replace(/[\u3002\uff61]/g, '.');
  const bracketed = /^[^<>]*<([^<>]+)>\W*$/.exec(narrow)?.[1] ?? narrow;
  return bracketed
    .trim()
    .replace(/^(['"\u2018-\u201f])(.*)['"\u2018-\u201f]$/, '$2')
    .replace(/^mailto:/i, '')
    .split('@')
    .map((part) => part.trim())
    .join('@')
    .replace(/(?<![.,;])[.,;]+$/, '');
}
