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

/** One permission of a user on a folder. */
export interface FolderPermission {
  /** As the API takes it: without outer slashes; '' is the root. */
  readonly path: string;
  readonly permission: PermissionValue;
  /** Whether it holds for sub-folders too. */
  readonly recursive: boolean;
}

/** Whether a permission on a folder includes another one on the same folder. */
export function implies(
  a: { path: string; permission: string; recursive: boolean },
  b: { path: string; permission: string; recursive: boolean },
): boolean {
  return includes(a, b) && samePath(a.path, b.path);
}

/** The same of two permissions on one folder. */
export function includes(
  a: { permission: string; recursive: boolean },
  b: { permission: string; recursive: boolean },
): boolean {
  if (b.recursive && !a.recursive) return false;
  if (a.permission === b.permission) return true;
  // A permission that the table does not know includes nothing.
  const others: readonly string[] = isPermission(a.permission) ? included[a.permission] : [];
  return others.includes(b.permission);
}

function isPermission(word: string): word is PermissionValue {
  return Object.hasOwn(included, word);
}
