import { samePath } from './path.js';

/** The API's permissions, each with those that it includes. */
const included = {
  admin: ['bundle', 'full', 'writeonly', 'readonly', 'list', 'history'],
  full: ['writeonly', 'readonly', 'list'],
  readonly: ['list'],
  writeonly: [],
  list: [],
  bundle: ['readonly', 'list'],
  history: ['list'],
} as const satisfies Record<string, readonly string[]>;

export type PermissionValue = keyof typeof included;

/** The words for a cell: the API's permissions, and one word for two of them. */
export const permissionWords = new Map<string, readonly PermissionValue[]>([
  // Object.keys loses the type of the keys.
  ...(Object.keys(included) as PermissionValue[]).map((value) => [value, [value]] as const),
  ['readwrite', ['readonly', 'writeonly']],
]);

/** A permission as a cell writes it: a star excludes sub-folders. */
export function starred(word: string, recursive: boolean): string {
  return recursive ? word : `${word}*`;
}

/** One permission of a user on a folder. */
export interface FolderPermission {
  /** As the API expects it: without outer slashes; '' is the root. */
  readonly path: string;
  readonly permission: PermissionValue;
  /** Whether it includes sub-folders. */
  readonly recursive: boolean;
}

/** The same on the site, which may also have permissions that no cell can express. */
export interface Grant extends Omit<FolderPermission, 'permission'> {
  readonly permission: string;
}

/** Whether a permission on a folder includes another one on the same folder. */
export function implies(a: Grant, b: Grant): boolean {
  return includes(a, b) && samePath(a.path, b.path);
}

/** The same of two permissions on one folder. */
export function includes(a: Omit<Grant, 'path'>, b: Omit<Grant, 'path'>): boolean {
  if (b.recursive && !a.recursive) return false;
  if (a.permission === b.permission) return true;
  // An unknown permission includes nothing.
  const others: readonly string[] = isPermission(a.permission) ? included[a.permission] : [];
  return others.includes(b.permission);
}

export function isPermission(word: string): word is PermissionValue {
  return Object.hasOwn(included, word);
}
