import type { Certainty } from '../column.js';
import { nearest } from '../did-you-mean.js';
import { pathProblem } from '../kinds/folder.js';
import { permissionWords, starred, type PermissionValue } from '../permissions.js';
import { quote } from '../quote.js';

interface Problem {
  readonly code:
    | 'folder-permission-separator'
    | 'folder-permission-malformed'
    | 'folder-permission-unknown'
    | 'path-too-long'
    | 'path-has-no-name'
    | 'path-space-at-end';
  readonly message: string;
  /** How sure it is that the corrected entry is what was meant; undefined: it still has the problem. */
  readonly mended: Certainty | undefined;
}

export interface Item {
  /** As written, without its star. */
  readonly word: string;
  readonly values: readonly PermissionValue[];
  readonly recursive: boolean;
}

export interface Entry {
  readonly folder: string;
  readonly items: readonly Item[];
  readonly spaced: boolean;
  readonly problems: readonly Problem[];
  /** The entry with everything corrected that can be; '' if nothing is left of it. */
  readonly mended: string;
}

/** The cell with every entry corrected; null if nothing is left of it. */
export function mendedCell(entries: readonly Entry[]): string | null {
  const mended = entries.flatMap((entry) => (entry.mended === '' ? [] : [entry.mended]));
  return mended.length > 0 ? mended.join('|') : null;
}

/**
 * How sure it is that the correction of all of them is what was meant; undefined: one cannot be corrected.
 */
export function certaintyOf(problems: readonly Problem[]): Certainty | undefined {
  const all = problems.map(({ mended }) => mended);
  if (all.includes(undefined)) return undefined;
  return all.includes('likely') ? 'likely' : 'certain';
}

/** Splits at every bar without a backslash before it; keeps the escapes. */
export function splitEntries(cell: string): string[] {
  if (!cell.includes('\\|')) return cell.split('|');
  const entries: string[] = [];
  let start = 0;
  for (let at = cell.indexOf('|'); at !== -1; at = cell.indexOf('|', at + 1)) {
    if (cell[at - 1] === '\\') continue;
    entries.push(cell.slice(start, at));
    start = at + 1;
  }
  return [...entries, cell.slice(start)];
}

/** Words that often mean a permission. */
const aliases = new Map<string, string>([
  ['read', 'readonly'],
  ['r', 'readonly'],
  ['write', 'writeonly'],
  ['w', 'writeonly'],
  ['rw', 'readwrite'],
  ['readwrite', 'readwrite'],
  ['share', 'bundle'],
  ['administrator', 'admin'],
  ['all', 'full'],
]);

/** A permission, in any spelling. */
const ownWord = ['(?:read|write)[ _/+-](?:only|write)', ...permissionWords.keys()].join('|');
/** The same, or what is likely to mean one. */
const anyWord = [ownWord, ...aliases.keys()].join('|');
/**
 * What people write instead of the bar between entries, typed line breaks included. A space separates only
 * after a permission: a folder can be called `year=all files`.
 */
const otherMark = `(?:\\s*(?:[;,\\n]|\\\\n)\\s*|(?<=(?:${ownWord})\\*?)\\s+(?=\\S))`;
/** A whole entry inside a folder's name: something other than `|` separated it from the next one. */
const entryInside = new RegExp(`=\\s*(?:${anyWord})\\*?${otherMark}`, 'i');
const otherSeparator = new RegExp(
  `(=\\s*(?:${anyWord})\\*?(?:\\s*,\\s*(?:${anyWord})\\*?)*)(${otherMark})`,
  'gi',
);

export function readEntry(raw: string): Entry {
  const entry = raw.trim();
  if (entry === '')
    return unreadable('', {
      code: 'folder-permission-malformed',
      message: 'The list has a bar with no entry before or after it. Remove that bar.',
      mended: 'certain',
    });
  const malformed = (message: string): Entry =>
    unreadable(entry, { code: 'folder-permission-malformed', message, mended: undefined });
  const at = entry.lastIndexOf('=');
  if (at === -1)
    return malformed(
      `${quote(entry)} has no "=": write the folder, "=", and its permissions, such as Sales=readonly.`,
    );
  const rawFolder = entry.slice(0, at);
  if (entryInside.test(rawFolder)) return separatedOtherwise(entry);
  const folder = rawFolder.replaceAll('\\|', '|').trim();
  if (folder === '')
    return malformed(
      `${quote(entry)} has no folder before its "=". The root folder is written /, as in /=readonly.`,
    );
  const problems: Problem[] = [];
  const problem = pathProblem(folder);
  if (problem)
    problems.push({ ...problem, mended: problem.mended === undefined ? undefined : 'certain' });
  const { items, mended } = readItems(entry.slice(at + 1), folder, problems);
  const text = `${escapeBar(problem?.mended ?? folder)}=${mended}`;
  return { folder, items, spaced: raw !== text, problems, mended: text };
}

function unreadable(mended: string, problem: Problem): Entry {
  return { folder: '', items: [], spaced: false, problems: [problem], mended };
}

/** An entry that is really several, separated by something other than `|`. */
function separatedOtherwise(entry: string): Entry {
  const at = entry.lastIndexOf('=');
  let doubtful = false;
  const folders = entry.slice(0, at).replace(otherSeparator, (_, before: string, mark: string) => {
    doubtful ||= /^[^\S\n]+$/.test(mark);
    return `${before}|`;
  });
  const parts = splitEntries(folders + entry.slice(at)).map(readEntry);
  const certainty = certaintyOf(parts.flatMap(({ problems }) => problems));
  doubtful ||= parts.slice(1).some(({ folder }) => isDoubtful(folder));
  return unreadable(certainty === undefined ? entry : parts.map((part) => part.mended).join('|'), {
    code: 'folder-permission-separator',
    message: `In ${quote(entry)} one folder follows another: separate them with |, as in Sales=readonly|Engineering=full.`,
    mended: certainty === 'certain' && doubtful ? 'likely' : certainty,
  });
}

/**
 * Whether the text after a wrong separator may not be one folder: `Legal,HR` may be two, `history` another
 * permission, and `\new` a typed line break. After a space it is never certain.
 */
function isDoubtful(folder: string): boolean {
  return /^\\|[,;\n]/.test(folder) || likeWord(folder) !== undefined;
}

/** The permissions after an entry's `=`; adds what is wrong to `problems`. */
function readItems(
  text: string,
  folder: string,
  problems: Problem[],
): { items: Item[]; mended: string } {
  const items: Item[] = [];
  const mended: string[] = [];
  const alone = !/[^,\s]/.test(text);
  for (const word of text.split(',').map((item) => item.trim())) {
    const bare = word.endsWith('*') ? word.slice(0, -1).trimEnd() : word;
    const values = permissionWords.get(bare);
    if (values) {
      items.push({ word: bare, values, recursive: bare === word });
      mended.push(starred(bare, bare === word));
      continue;
    }
    if (word === '') {
      problems.push({
        code: 'folder-permission-malformed',
        message: alone
          ? `The folder ${quote(folder)} has no permission. Write one after its "=".`
          : `The permissions of the folder ${quote(folder)} have an extra comma. Remove it.`,
        mended: alone ? undefined : 'certain',
      });
      continue;
    }
    const meant = likeWords(word);
    mended.push(meant?.text ?? word);
    problems.push({
      code: 'folder-permission-unknown',
      message: `${quote(word)} is not a permission. ${meant === undefined ? `It must be one of ${[...permissionWords.keys()].join(', ')}.` : `Did you mean ${meant.text}?`}`,
      mended: meant?.certainty,
    });
  }
  return { items, mended: mended.join(',') };
}

interface Meant {
  readonly text: string;
  readonly certainty: Certainty;
}

/** What a wrong permission meant, keeping its star; several if separated by semicolons. */
function likeWords(word: string): Meant | undefined {
  if (!word.includes(';')) return likeWord(word);
  const parts = word.split(';').map((part) => likeWord(part.trim()));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  const likely = known.some(({ certainty }) => certainty === 'likely');
  return {
    text: known.map(({ text }) => text).join(','),
    certainty: likely ? 'likely' : 'certain',
  };
}

/** `Read Only`, `read/write`. Other signs may mean something: `-full` takes away instead of giving. */
const twoWords = /^(read|write)[\s_/+-]+(only|write)$/;

function likeWord(word: string): Meant | undefined {
  const star = word.endsWith('*') ? '*' : '';
  const bare = word.replace(/\*$/, '').trim().toLowerCase();
  const whole = bare.replace(twoWords, '$1$2');
  if (permissionWords.has(whole)) return { text: whole + star, certainty: 'certain' };
  const meant = aliases.get(bare.replace(/[\s_/+-]/g, '')) ?? nearest(bare, permissionWords.keys());
  return meant === undefined ? undefined : { text: meant + star, certainty: 'likely' };
}

export function escapeBar(folder: string): string {
  return folder.replaceAll('|', '\\|');
}
