import { samePath } from './path.js';

/** Permissions of the API, each with those that it includes. */
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

/** What a cell can say: the API's permissions, and a word for two of them. */
export const permissionWords = new Map<string, readonly PermissionValue[]>([
  // Object.keys gives up the type of the keys.
  ...(Object.keys(included) as PermissionValue[]).map((value) => [value, [value]] as const),
  ['readwrite', ['readonly', 'writeonly']],
]);

/** A permission as a cell has it: a star keeps it from sub-folders. */
export function starred(word: string, recursive: boolean): string {
  return recursive ? word : `${word}*`;
}

/** One permission of a user on a folder. */
export interface FolderPermission {
  /** As the API takes it: without outer slashes; '' is the root. */
  readonly path: string;
  readonly permission: PermissionValue;
  /** Whether it holds for sub-folders too. */
  readonly recursive: boolean;
}

/** The same as the site has it, whose permissions may be ones that no cell can say. */
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
  // A permission that the table does not know includes nothing.
  const others: readonly string[] = isPermission(a.permission) ? included[a.permission] : [];
  return others.includes(b.permission);
}

export function isPermission(word: string): word is PermissionValue {
  return Object.hasOwn(included, word);
}
