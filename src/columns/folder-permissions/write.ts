import { escapeBar } from './entry.js';
import { readWithCare } from './cell.js';
import { comparablePath, samePath } from '../path.js';
import { includes, isPermission, permissionWords, starred, type Grant } from '../permissions.js';

/**
 * A user's permissions as a cell, by folder; the order of the permissions makes no difference. Leaves out
 * what another permission includes, and what the grammar cannot express: a permission without a word, or a
 * folder with a name such as `a=list;b` or with a leading space.
 */
export function folderPermissionsCell(grants: readonly Grant[]): string {
  const folders = new Map<string, Grant[]>();
  for (const grant of [...grants].sort(byPath)) {
    if (!isPermission(grant.permission)) continue;
    const key = comparablePath(grant.path);
    const others = folders.get(key);
    if (others) others.push(grant);
    else folders.set(key, [grant]);
  }
  return [...folders.values()].flatMap(entryOf).join('|');
}

function byPath(a: Grant, b: Grant): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/** The entry of one folder; none if it would be read as something else. */
function entryOf(grants: readonly Grant[]): string[] {
  const path = grants[0]?.path ?? '';
  const needed = grants.filter(
    (grant, index) =>
      !grants.some((other, at) => at !== index && makesNeedless(other, at, grant, index)),
  );
  const entry = `${escapeBar(path) || '/'}=${wordsOf(needed).join(',')}`;
  const read = readWithCare(entry, () => undefined) ?? [];
  const faithful = read.length === needed.length && read.every((each) => samePath(each.path, path));
  return faithful ? [entry] : [];
}

/** Whether `a`, at its place in a list, makes `b` redundant. Of two equal ones, the later is. */
function makesNeedless(a: Grant, at: number, b: Grant, index: number): boolean {
  return includes(a, b) && !(includes(b, a) && at > index);
}

/** Words that stand for several permissions come first. */
const longestWords = [...permissionWords].sort(([, a], [, b]) => b.length - a.length);

/** What follows the `=`. */
function wordsOf(grants: readonly Grant[]): string[] {
  const left = new Set(grants.map(({ permission, recursive }) => starred(permission, recursive)));
  return longestWords.flatMap(([word, values]) =>
    [true, false].flatMap((recursive) => {
      const meant = values.map((value) => starred(value, recursive));
      if (!meant.every((value) => left.has(value))) return [];
      for (const value of meant) left.delete(value);
      return [starred(word, recursive)];
    }),
  );
}
