import type { PublicKeyCell } from '../../columns/kinds/credential.js';
import { RefusedError } from '../../site/errors.js';
import { entriesOf } from '../../site/pages.js';
import type { NewPublicKey, PublicKey } from '../../site/site.js';
import type { RestContext, SettledUser } from './apply-row.js';
import { sendOnce } from './doubt.js';
import type { Granted } from './grant.js';
import type { Intent } from '../plan/intent.js';
import type { Problem } from '../journal/format.js';
import { problemsOf } from './row-account.js';

/** Gives a user the row's SSH keys that it does not have. A refused one does not keep back the others. */
export async function addPublicKeys(
  user: SettledUser,
  { record }: Intent & { type: 'apply' },
  context: RestContext,
): Promise<Granted> {
  const wanted = record.values.ssh_public_key ?? [];
  if (wanted.length === 0) return { added: 0, problems: [] };
  const problems: Problem[] = [];
  const present = user.fresh ? [] : await keysOf(user.id, context);
  let added = 0;
  for (const [index, key] of wanted.entries()) {
    const title = key.comment === '' ? `${record.username} ${index + 1}` : key.comment;
    if (present.some((other) => same(other, key, title))) continue;
    try {
      await add({ userId: user.id, title, publicKey: key.text }, key, context);
      added += 1;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const what = `The user is there, but the site refused SSH key ${index + 1}`;
      problems.push(...problemsOf(error.refusal, what, 'ssh_public_key'));
    }
  }
  return { added, problems };
}

function add(key: NewPublicKey, cell: PublicKeyCell, context: RestContext): Promise<void> {
  return sendOnce(
    () => context.site.createPublicKey(key),
    async () => (await keysOf(key.userId, context)).some((other) => same(other, cell, key.title)),
    context,
  );
}

function keysOf(userId: number, { site }: RestContext): Promise<PublicKey[]> {
  return entriesOf(site.publicKeys(userId));
}

/** Whether it is the same key, by what the site tells of it: a fingerprint, or else its title alone. */
function same(there: PublicKey, { md5, sha256 }: PublicKeyCell, title: string): boolean {
  if (there.fingerprintSha256 !== null)
    return there.fingerprintSha256.replace(/^SHA256:|={1,2}$/g, '') === sha256;
  if (there.fingerprint !== null)
    return there.fingerprint.replace(/^MD5:|:/g, '').toLowerCase() === md5;
  return there.title === title;
}
