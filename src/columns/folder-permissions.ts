import type { Kind, ReportProblem } from './column.js';
import { nearest } from './did-you-mean.js';
import { checkPath } from './kinds-place.js';
import { comparablePath, longestPath, normalPath } from './path.js';
import {
  includes,
  permissionWords,
  type FolderPermission,
  type PermissionValue,
} from './permissions.js';
import { once } from './once.js';
import { quote } from './quote.js';

/**
 * The column's grammar: entries separated by `|`, each `folder=permission[,permission…]`, split at its
 * last `=`; `\\|` is a bar in a folder's name, and a permission followed by `*` leaves sub-folders out.
 */
export const folderPermissions: Kind<readonly FolderPermission[]> = {
  accepts: `folder=permission[,permission…] entries separated by |, the permissions being ${[...permissionWords.keys()].join(', ')}`,
  schema: { type: 'string' },
  read: (cell, report) => readPlain(cell) ?? readWithCare(cell, report),
  // Sent permission by permission, not as a parameter.
  toApi: () => null,
  same: () => true,
};

/** Reads a cell whatever it holds, and reports what is wrong with it. */
export function readWithCare(
  cell: string,
  reportProblem: ReportProblem,
): readonly FolderPermission[] | undefined {
  const report = once(reportProblem);
  const entries = splitEntries(cell).map(readEntry);
  const problems = entries.flatMap((entry) => entry.problems);
  if (problems.length > 0) {
    const mended = problems.every(({ mendable }) => mendable) ? mendedCell(entries) : null;
    for (const { code, message } of problems) report(code, message, mended);
    return undefined;
  }
  if (entries.some(({ spaced }) => spaced))
    report(
      'folder-permission-spaces',
      'There are spaces around the separators of this cell; they are left out.',
      mendedCell(entries),
    );
  return merge(entries, report);
}

/** A cell of more entries is read with care: here each is compared with all before it. */
const mostPlainEntries = 8;

/** Words with single separators between them: a folder that means what it says. */
const plainFolder = /^\w+(?:[ ./-]\w+)*$/;

/**
 * Reads a cell about which nothing is unusual, as most are, at a fraction of the cost. undefined: it
 * has to be read with care, and then what is found there counts.
 */
function readPlain(cell: string): readonly FolderPermission[] | undefined {
  const permissions: FolderPermission[] = [];
  const folders: string[] = [];
  for (let start = 0; start <= cell.length && folders.length < mostPlainEntries;) {
    const bar = cell.indexOf('|', start);
    const end = bar === -1 ? cell.length : bar;
    const at = cell.lastIndexOf('=', end);
    if (at < start) return undefined;
    const path = cell.slice(start, at);
    const grants = plainGrants(cell.slice(at + 1, end));
    if (grants === null || path.length > longestPath || !plainFolder.test(path)) return undefined;
    const key = path.toLowerCase();
    if (folders.includes(key)) return undefined;
    folders.push(key);
    for (const { permission, recursive } of grants)
      permissions.push({ path, permission, recursive });
    if (bar === -1) return permissions;
    start = bar + 1;
  }
  return undefined;
}

type Grant = Omit<FolderPermission, 'path'>;

/** What stands behind an entry's `=`, read once for all cells that say the same. */
const knownGrants = new Map<string, readonly Grant[] | null>();
const mostKnownGrants = 1000;

/** The permissions behind an entry's `=`; null when there is anything to say about them. */
function plainGrants(text: string): readonly Grant[] | null {
  const known = knownGrants.get(text);
  if (known !== undefined) return known;
  const problems: unknown[] = [];
  const read = readWithCare(`a=${text}`, (...problem) => problems.push(problem));
  const grants = read && problems.length === 0 ? read : null;
  if (knownGrants.size < mostKnownGrants) knownGrants.set(text, grants);
  return grants;
}

interface Problem {
  readonly code:
    | 'folder-permission-separator'
    | 'folder-permission-malformed'
    | 'folder-permission-unknown'
    | 'path-too-long'
    | 'path-has-no-name';
  readonly message: string;
  /** Whether the entry's mended text is free of it. */
  readonly mendable: boolean;
}

interface Item {
  readonly values: readonly PermissionValue[];
  readonly recursive: boolean;
}

interface Entry {
  readonly folder: string;
  readonly items: readonly Item[];
  readonly spaced: boolean;
  readonly problems: readonly Problem[];
  /** The entry with all that can be mended mended; '' when nothing is left of it. */
  readonly mended: string;
}

/** The cell with every entry mended; null when there is nothing left of it. */
function mendedCell(entries: readonly Entry[]): string | null {
  const mended = entries.flatMap((entry) => (entry.mended === '' ? [] : [entry.mended]));
  return mended.length > 0 ? mended.join('|') : null;
}

/** Cuts at every bar that has no backslash in front, and leaves the escapes in. */
function splitEntries(cell: string): string[] {
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

const anyWord = [...permissionWords.keys()].join('|');
/** A whole entry inside a folder's name: it was separated from the next one by something else than `|`. */
const entryInside = new RegExp(`=\\s*(?:${anyWord})\\*?\\s*[;,\\n]`, 'i');
const otherSeparator = new RegExp(
  `(=\\s*(?:${anyWord})\\*?(?:\\s*,\\s*(?:${anyWord})\\*?)*)\\s*[;,\\n]\\s*`,
  'gi',
);

function readEntry(raw: string): Entry {
  const entry = raw.trim();
  const bad = (problem: Problem, mended = entry): Entry => ({
    folder: '',
    items: [],
    spaced: false,
    problems: [problem],
    mended,
  });
  const malformed = (message: string, mended?: string): Entry =>
    bad({ code: 'folder-permission-malformed', message, mendable: mended !== undefined }, mended);

  if (entry === '')
    return malformed(
      'There is nothing between two bars, or before or behind one. Remove the bar.',
      '',
    );
  const at = entry.lastIndexOf('=');
  if (at === -1)
    return malformed(
      `${quote(entry)} has no "=": write the folder, "=", and its permissions, such as Sales=readonly.`,
    );
  const rawFolder = entry.slice(0, at);
  if (entryInside.test(rawFolder)) return separatedOtherwise(entry, bad);
  const folder = rawFolder.replaceAll('\\|', '|').trim();
  if (folder === '')
    return malformed(
      `${quote(entry)} has no folder before its "=". The root folder is written /, as in /=readonly.`,
    );
  const problems: Problem[] = [];
  checkPath(folder, (code, message) => {
    if (code === 'path-too-long' || code === 'path-has-no-name')
      problems.push({ code, message, mendable: false });
  });
  const { items, mended } = readItems(entry.slice(at + 1), folder, problems);
  const text = `${escapeBar(folder)}=${mended}`;
  return {
    folder,
    items,
    spaced: raw !== text,
    problems,
    mended: text,
  };
}

function separatedOtherwise(
  entry: string,
  bad: (problem: Problem, mended: string) => Entry,
): Entry {
  const at = entry.lastIndexOf('=');
  const mended = entry.slice(0, at).replace(otherSeparator, '$1|') + entry.slice(at);
  const parts = splitEntries(mended).map(readEntry);
  const mendable = parts.every(({ problems }) => problems.every((problem) => problem.mendable));
  return bad(
    {
      code: 'folder-permission-separator',
      message: `In ${quote(entry)} one folder follows another; the separator between them is |, as in Sales=readonly|Engineering=full.`,
      mendable,
    },
    mendable ? parts.map((part) => part.mended).join('|') : entry,
  );
}

/** The permissions behind an entry's `=`; what is wrong goes to `problems`. */
function readItems(
  text: string,
  folder: string,
  problems: Problem[],
): { items: Item[]; mended: string } {
  const items: Item[] = [];
  const mended: string[] = [];
  for (const word of text.split(',').map((item) => item.trim())) {
    const bare = word.endsWith('*') ? word.slice(0, -1).trimEnd() : word;
    const values = permissionWords.get(bare);
    if (values) {
      items.push({ values, recursive: bare === word });
      mended.push(bare === word ? word : `${bare}*`);
      continue;
    }
    if (word === '') {
      const alone = text.trim() === '';
      problems.push({
        code: 'folder-permission-malformed',
        message: alone
          ? `No permission is given for the folder ${quote(folder)}.`
          : `The permissions of the folder ${quote(folder)} have a comma too many.`,
        mendable: !alone,
      });
      continue;
    }
    const meant = likeWords(word);
    mended.push(meant ?? word);
    problems.push({
      code: 'folder-permission-unknown',
      message: `${quote(word)} is not a permission. ${meant === undefined ? `It must be one of ${[...permissionWords.keys()].join(', ')}` : `Did you mean ${meant}`}${meant === undefined ? '.' : '?'}`,
      mendable: meant !== undefined,
    });
  }
  return { items, mended: mended.join(',') };
}

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

/** What a wrong permission was meant to be, its star kept; several that a semicolon separates. */
function likeWords(word: string): string | undefined {
  if (word.includes(';')) {
    const parts = word.split(';').map((part) => part.trim());
    const meant = parts.map((part) => (isWord(part) ? part : likeWords(part)));
    return meant.includes(undefined) ? undefined : meant.join(',');
  }
  const star = word.endsWith('*') ? '*' : '';
  const bare = word.replace(/\*$/, '').trim().toLowerCase();
  const folded = bare.replace(/[\s_/+-]/g, '');
  const meant = permissionWords.has(folded)
    ? folded
    : (aliases.get(folded) ?? nearest(bare, permissionWords.keys()));
  return meant === undefined ? undefined : meant + star;
}

function isWord(item: string): boolean {
  return permissionWords.has(item.replace(/\*$/, ''));
}

/**
 * The permissions of all entries: one that stands there twice only once (for sub-folders too, if either
 * is), one that another includes as it is written.
 */
function merge(entries: readonly Entry[], report: ReportProblem): FolderPermission[] {
  const folders = new Map<string, FolderPermission[]>();
  for (const { folder, items } of entries) {
    const key = comparablePath(folder);
    const before = folders.get(key);
    if (before)
      report(
        'folder-permission-repeated',
        `The folder ${quote(folder)} stands here more than once; its permissions are put together.`,
      );
    folders.set(key, [...(before ?? []), ...items.flatMap((item) => permissionsOf(folder, item))]);
  }
  return [...folders.values()].flatMap((permissions) => distinct(permissions, report));
}

function permissionsOf(folder: string, { values, recursive }: Item): FolderPermission[] {
  const path = normalPath(folder);
  return values.map((permission) => ({ path, permission, recursive }));
}

/** Of the permissions on one folder: each once, and a warning for each that another one includes. */
function distinct(
  permissions: readonly FolderPermission[],
  report: ReportProblem,
): FolderPermission[] {
  if (permissions.length === 1) return [...permissions];
  const kept = new Map<PermissionValue, FolderPermission>();
  const implied = new Set<PermissionValue>();
  permissions.forEach((permission, index) => {
    const by = permissions.find(
      (other, at) => at !== index && makesNeedless(other, at, permission, index),
    );
    if (by && !implied.has(permission.permission)) {
      implied.add(permission.permission);
      report(
        'folder-permission-implied',
        `On the folder ${quote(`/${permission.path}`)}, ${permission.permission} is part of ${by.permission} already. Leave it out.`,
      );
    }
    const before = kept.get(permission.permission);
    if (!before || (permission.recursive && !before.recursive))
      kept.set(permission.permission, permission);
  });
  return [...kept.values()];
}

/** Of two that say the same, the later one is the one too many. */
function makesNeedless(
  a: FolderPermission,
  at: number,
  b: FolderPermission,
  index: number,
): boolean {
  return includes(a, b) && !(includes(b, a) && at > index);
}

function escapeBar(folder: string): string {
  return folder.replaceAll('|', '\\|');
}
