import type { ReportProblem } from './column.js';
import {
  certaintyOf,
  mendedCell,
  readEntry,
  splitEntries,
  type Entry,
  type Item,
} from './folder-permission-entry.js';
import { reportOfComputer } from './kinds/place.js';
import { once } from './once.js';
import { comparablePath, normalPath } from './path.js';
import {
  includes,
  type FolderPermission,
  type Grant,
  type PermissionValue,
} from './permissions.js';
import { quote } from './quote.js';

/** Reads a cell whatever it holds, and reports what is wrong with it. */
export function readWithCare(
  cell: string,
  reportProblem: ReportProblem,
): readonly FolderPermission[] | undefined {
  const report = once(reportProblem);
  const entries = splitEntries(cell).map(readEntry);
  const problems = entries.flatMap((entry) => entry.problems);
  if (problems.length > 0) {
    const certainty = certaintyOf(problems);
    const mended = certainty === undefined ? null : mendedCell(entries);
    for (const { code, message } of problems) report(code, message, mended, certainty);
    return undefined;
  }
  if (entries.some(({ spaced }) => spaced))
    report(
      'folder-permission-spaces',
      'There are spaces around the separators in this cell; they are ignored.',
      mendedCell(entries),
      'certain',
    );
  return merge(entries, report);
}

/**
 * The permissions of all entries: one that is there twice only once (for sub-folders too, if either
 * is), one that another includes as it is written.
 */
function merge(entries: readonly Entry[], report: ReportProblem): FolderPermission[] {
  const folders = new Map<string, FolderPermission[]>();
  for (const { folder, items } of entries) {
    reportOfComputer(folder, report);
    const key = comparablePath(folder);
    const before = folders.get(key);
    if (before)
      report(
        'folder-permission-repeated',
        `The folder ${quote(folder)} is named more than once; its permissions are combined.`,
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
        `On the folder ${quote(`/${permission.path}`)}, ${permission.permission} is already part of ${by.permission}. Leave it out.`,
      );
    }
    const before = kept.get(permission.permission);
    if (!before || (permission.recursive && !before.recursive))
      kept.set(permission.permission, permission);
  });
  return [...kept.values()];
}

/** Whether `a`, at its place in a list, makes `b` needless. Of two that say the same, it is the later one. */
export function makesNeedless(a: Grant, at: number, b: Grant, index: number): boolean {
  return includes(a, b) && !(includes(b, a) && at > index);
}
