import { implies, type Grant } from '../../columns/permissions.js';
import { samePath } from '../../columns/path.js';
import type { PublicKeyCell } from '../../columns/kinds/credential.js';
import { RefusedError } from '../../site/errors.js';
import { allOf } from '../../site/pages.js';
import type { PublicKey, RestSite } from '../../site/site.js';
import type { Problem } from '../journal/format.js';
import type { Apply } from '../plan/intent.js';
import type { RowContext } from './apply-row.js';
import type { SettledUser } from './settle-user.js';
import type { Folders } from './folders.js';
import { sendOnce } from './send-once.js';
import { problemsOf } from './row-account.js';

/** What a user was given, and what the site refused. */
interface Granted {
  added: number;
  readonly problems: Problem[];
}

/** Gives a user the folder permissions of the row, then its SSH keys. */
export async function addPermissionsAndKeys(
  user: SettledUser,
  intent: Apply,
  context: RowContext,
): Promise<Granted> {
  const { site, folders } = context;
  const granted: Granted = { added: 0, problems: [] };
  // The legacy API has neither.
  if (site.api === 'legacy') return granted;
  await addMissing(permissionsFor(user.id, intent, site, folders), user, context, granted);
  await addMissing(keysFor(user.id, intent, site), user, context, granted);
  return granted;
}

/** What a row wants of one kind, and the requests for it. */
interface Wanted<Item, Present> {
  readonly column: string;
  readonly items: readonly Item[];
  readonly present: () => Promise<Present[]>;
  readonly add: (item: Item) => Promise<void>;
  readonly isSame: (present: Present, item: Item) => boolean;
  /** Whether an item need not be added to what the user had before. */
  readonly covers: (present: Present, item: Item) => boolean;
  /** As in "did not get …". */
  readonly name: (item: Item) => string;
}

/** Adds what the user does not have. A refused item does not keep the others from being added. */
async function addMissing<Item, Present>(
  { column, items, present, add, isSame, covers, name }: Wanted<Item, Present>,
  user: SettledUser,
  context: RowContext,
  granted: Granted,
): Promise<void> {
  const before = items.length === 0 || user.fresh ? [] : await present();
  for (const item of items) {
    if (before.some((other) => covers(other, item))) continue;
    try {
      await sendOnce<unknown>(
        () => add(item),
        async () => (await present()).find((other) => isSame(other, item)),
        context,
      );
      granted.added += 1;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const what = `The user exists, but did not get ${name(item)}`;
      for (const problem of problemsOf(error.refusal, what, column)) granted.problems.push(problem);
    }
  }
}

function permissionsFor(
  userId: number,
  { record, action }: Apply,
  site: RestSite,
  folders: Folders | undefined,
): Wanted<Grant, Grant> {
  return {
    column: 'folder_permissions',
    items: record.values.folder_permissions ?? [],
    present: () => allOf(site.permissions(userId)),
    add: async (permission) => {
      await folders?.ensure(permission.path);
      await site.createPermission({ userId, ...permission });
    },
    isSame: isSameGrant,
    // An existing user already has what is implied. For a user that the run creates, the file is followed
    // to the letter, so that an interrupted run ends like any other.
    covers: action === 'create' ? isSameGrant : implies,
    name: ({ permission, path }) => `${permission} on /${path}`,
  };
}

function isSameGrant(a: Grant, b: Grant): boolean {
  return a.permission === b.permission && a.recursive === b.recursive && samePath(a.path, b.path);
}

interface NamedKey extends PublicKeyCell {
  readonly number: number;
  readonly title: string;
}

function keysFor(userId: number, { record }: Apply, site: RestSite): Wanted<NamedKey, PublicKey> {
  const keys = record.values.ssh_public_key ?? [];
  return {
    column: 'ssh_public_key',
    items: keys.map((key, index) => {
      const number = index + 1;
      return { ...key, number, title: key.comment || `${record.username} ${number}` };
    }),
    present: () => allOf(site.publicKeys(userId)),
    add: ({ title, text }) => site.createPublicKey({ userId, title, publicKey: text }),
    isSame: isSameKey,
    covers: isSameKey,
    name: ({ number }) => `SSH key ${number}`,
  };
}

/** Whether it is the same key, according to the site: by fingerprint, or else by title. */
function isSameKey(there: PublicKey, { md5, sha256, title }: NamedKey): boolean {
  if (there.fingerprintSha256 !== null)
    return there.fingerprintSha256.replace(/^SHA256:|={1,2}$/g, '') === sha256;
  if (there.fingerprint !== null)
    return there.fingerprint.replace(/^MD5:|:/g, '').toLowerCase() === md5;
  return there.title === title;
}
