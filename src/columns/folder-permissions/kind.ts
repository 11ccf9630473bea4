import type { Kind } from '../column.js';
import { readWithCare } from './cell.js';
import { longestPath } from '../path.js';
import { permissionWords, type FolderPermission } from '../permissions.js';
import { remembered } from '../remembering.js';

/**
 * The column's grammar: entries separated by `|`, each `folder=permission[,permission…]`, split at its last
 * `=`; `\\|` is a bar in a folder's name, and a `*` after a permission leaves sub-folders out.
 */
export const folderPermissions: Kind<readonly FolderPermission[]> = {
  accepts: `folder=permission[,permission…] entries separated by |, the permissions being ${[...permissionWords.keys()].join(', ')}`,
  schema: { type: 'string' },
  use: 'name',
  read: (cell, report) => readPlain(cell) ?? readWithCare(cell, report),
  // Each permission is sent in its own request, not as a parameter.
  toApi: () => null,
  // Nor is it returned as a field: the column's own toCell writes it.
  fromApi: () => '',
  same: () => true,
};

/** A cell with more entries takes the slow path: here, each entry is compared with all before it. */
const mostPlainEntries = 8;

/** Words separated by single separators: a folder that needs no interpretation. */
const plainFolder = /^\w+(?:[ ./-]\w+)*$/;

/**
 * Reads an ordinary cell at a fraction of the cost. undefined: the cell has to be read the slow way, whose
 * result counts.
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

/** The permissions after an entry's `=`; undefined if there is anything to report about them. */
const plainGrants = remembered((text) => {
  const problems: unknown[] = [];
  const read = readWithCare(`a=${text}`, (...problem) => problems.push(problem));
  return problems.length === 0 ? read : undefined;
});
