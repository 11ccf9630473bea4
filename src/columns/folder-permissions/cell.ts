import type { ReportProblem } from '../column.js';
import { reportControls } from '../control-character.js';
import {
  certaintyOf,
  mendedCell,
  readEntry,
  splitEntries,
  type Entry,
  type Item,
} from './entry.js';
import { reportOfComputer } from '../kinds/folder.js';
import { once } from '../once.js';
import { comparablePath, normalPath } from '../path.js';
import { includes, starred, type FolderPermission, type PermissionValue } from '../permissions.js';
import { quote } from '../quote.js';

/** Reads any cell and reports what is wrong with it. */
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
      'Spaces around the separators in this cell are ignored. Remove them.',
      mendedCell(entries),
      'certain',
    );
  return merge(entries, report);
}

/** A permission as a cell writes it, and its folder. */
interface Named extends Item {
  readonly folder: string;
}

/**
 * The permissions of all entries. One that is repeated is kept once (including sub-folders if either does);
 * one that another includes is kept as written.
 */
function merge(entries: readonly Entry[], report: ReportProblem): FolderPermission[] {
  const folders = new Map<string, Named[]>();
  for (const { folder, items } of entries) {
    reportOfComputer(folder, report);
    reportControls(folder, report);
    const key = comparablePath(folder);
    const named = folders.get(key) ?? [];
    if (named.length > 0)
      report(
        'folder-permission-repeated',
        `The folder ${quote(folder)} is named more than once; its permissions are combined. Name it once.`,
      );
    for (const item of items) named.push({ ...item, folder });
    folders.set(key, named);
  }
  return [...folders.values()].flatMap((items) => combined(items, report));
}

/** The permissions on one folder, each once; warns of each that is repeated or included in another. */
function combined(items: readonly Named[], report: ReportProblem): FolderPermission[] {
  const different = new Map<string, Named>();
  for (const item of items) {
    const text = starred(item.word, item.recursive);
    if (different.has(text))
      report(
        'folder-permission-implied',
        `On the folder ${quote(item.folder)}, ${text} is given twice. Remove one.`,
      );
    else different.set(text, item);
  }
  const kept = new Map<PermissionValue, FolderPermission>();
  for (const [text, item] of different) {
    const whole = [...different].find(([, other]) => other !== item && covers(other, item));
    if (whole)
      report(
        'folder-permission-implied',
        `On the folder ${quote(item.folder)}, ${text} is already part of ${whole[0]}. Remove it.`,
      );
    for (const permission of permissionsOf(item)) {
      const before = kept.get(permission.permission);
      if (!before || (permission.recursive && !before.recursive))
        kept.set(permission.permission, permission);
    }
  }
  return [...kept.values()];
}

function permissionsOf({ folder, values, recursive }: Named): FolderPermission[] {
  const path = normalPath(folder);
  return values.map((permission) => ({ path, permission, recursive }));
}

/** Whether each permission of `b` is included in one of `a` on the same folder. */
function covers(a: Named, b: Named): boolean {
  const others = permissionsOf(a);
  return permissionsOf(b).every((one) => others.some((other) => includes(other, one)));
}
