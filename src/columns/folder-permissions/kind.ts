import type { Kind } from '../column.js';
import { readWithCare } from './cell.js';
import { longestPath } from '../path.js';
import { permissionWords, type FolderPermission } from '../permissions.js';

/**
 * The column's grammar: entries separated by `|`, each `folder=permission[,permission…]`, split at its
 * last `=`; `\\|` is a bar in a folder's name, and a permission followed by `*` leaves sub-folders out.
 */
export const folderPermissions: Kind<readonly FolderPermission[]> = {
  accepts: `folder=permission[,permission…] entries separated by |, the permissions being ${[...permissionWords.keys()].join(', ')}`,
  schema: { type: 'string' },
  use: 'name',
  read: (cell, report) => readPlain(cell) ?? readWithCare(cell, report),
  // Sent permission by permission, not as a parameter.
  toApi: () => null,
  // Nor returned as a field: the column's own toCell writes it.
  fromApi: () => '',
  same: () => true,
};

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

type PlainGrant = Omit<FolderPermission, 'path'>;

/** What is after an entry's `=`, read once for all cells that say the same. */
const knownGrants = new Map<string, readonly PlainGrant[] | null>();
const mostKnownGrants = 1000;

/** The permissions after an entry's `=`; null when there is anything to say about them. */
function plainGrants(text: string): readonly PlainGrant[] | null {
  const known = knownGrants.get(text);
  if (known !== undefined) return known;
  const problems: unknown[] = [];
  const read = readWithCare(`a=${text}`, (...problem) => problems.push(problem));
  const grants = read && problems.length === 0 ? read : null;
  if (knownGrants.size < mostKnownGrants) knownGrants.set(text, grants);
  return grants;
}
