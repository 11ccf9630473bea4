import { printable, unprintable } from '../columns/printable.js';

/**
 * Quotes a word so that a shell takes it literally. A word with control characters is written as bash and
 * zsh read it, `$'\U0000001b'`.
 */
export function shellQuote(word: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return quoteOnWindows(word);
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (word.search(unprintable) === -1) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = word.replace(/[\\']/g, '\\$&').replace(unprintable, inHex);
  return `$'${escaped}'`;
}

function inHex(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}

/**
 * For cmd.exe and PowerShell, which have only double quotes in common. Characters that are special to
 * PowerShell get a backtick; cmd.exe then reads a different word, but runs nothing in it.
 */
function quoteOnWindows(word: string): string {
  if (/^[\w:.\\/-]+$/.test(word)) return word;
  const inside = word
    .replace(/[`$\u201c-\u201e]/g, '`$&')
    .replaceAll('"', '""')
    // A program takes a backslash before the last quote for one that escapes it.
    .replace(/(?<!\\)\\+$/, '$&$&');
  return `"${printable(inside)}"`;
}

/** A command with an environment variable set only for it, as it is typed; on Windows, in PowerShell. */
export function withVariable(
  name: string,
  value: string,
  command: string,
  platform: NodeJS.Platform = process.platform,
): string {
  return platform === 'win32'
    ? `$env:${name}="${value}"; ${command}`
    : `${name}=${value} ${command}`;
}
