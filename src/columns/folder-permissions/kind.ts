import type { Kind } from '../column.js';
import { readWithCare } from './cell.js';
import { longestPath } from '../path.js';
import { permissionWords, type FolderPermission } from '../permissions.js';
import { remembered } from '../remembering.js';

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
  for (const entry of cell.split('|')) {
    const at = entry.lastIndexOf('=');
    const path = entry.slice(0, Math.max(at, 0));
    const key = path.toLowerCase();
    const isPlain =
      folders.length < mostPlainEntries &&
      path.length <= longestPath &&
      plainFolder.test(path) &&
      !folders.includes(key);
    const grants = isPlain && plainGrants(entry.slice(at + 1));
    if (!grants) return undefined;
    folders.push(key);
    for (const { permission, recursive } of grants)
      permissions.push({ path, permission, recursive });
  }
  return permissions;
}

/** The permissions after an entry's `=`; undefined when there is anything to say about them. */
const plainGrants = remembered((text) => {
  const problems: unknown[] = [];
  const read = readWithCare(`a=${text}`, (...problem) => problems.push(problem));
  return problems.length === 0 ? read : undefined;
});
