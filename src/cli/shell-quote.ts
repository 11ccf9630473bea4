import { printable, unprintable } from '../columns/printable.js';

/**
 * A word as a shell takes it literally. One with characters that a terminal would act upon is written as
 * bash and zsh read it, `$'\U0000001b'`.
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
 * For cmd.exe and PowerShell, which have only double quotes in common. What PowerShell would run or end
 * the word at has a backtick before it; cmd.exe then means another word, but runs nothing of it.
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

/** A command with a variable for it alone, as it is typed: in PowerShell on Windows. */
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
