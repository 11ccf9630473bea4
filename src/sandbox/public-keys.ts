import { createHash } from 'node:crypto';
import { found, modelError, notFound } from './api-error.js';
import { page } from './listing.js';
import { publicKeyParameters, readParameters, wordsOf, type Fields } from './parameters.js';
import { created, idOf, noContent, timestamp, type ApiReply, type ApiRequest } from './request.js';
import type { StoredKey } from './state.js';

export function listPublicKeys(request: ApiRequest): ApiReply {
  const { content, query, key } = request;
  const asked = query.get('user_id');
  // 0 is the user of the request.
  const userId = asked === '0' ? String(key.userId) : asked;
  const all = [...content.publicKeys.values()];
  const keys = userId === null ? all : all.filter((each) => String(each.userId) === userId);
  return page(request, keys, (each) => render(each, request), {
    filters: ['created_at'],
    ranges: ['created_at'],
  });
}

export function createPublicKey(request: ApiRequest): ApiReply {
  const { content, now } = request;
  const fields = readParameters(request, publicKeyParameters, ['title', 'public_key']);
  const user = found(content.users.get(Number(fields.user_id ?? request.key.userId)));
  const blob = readKey(String(fields.public_key));
  if (!blob) throw modelError('public_key', 'invalid', 'Public key is not valid');
  const key: StoredKey = {
    id: content.nextId(),
    userId: user.id,
    title: String(fields.title),
    fingerprint: createHash('md5')
      .update(blob)
      .digest('hex')
      .replace(/(..)(?=.)/g, '$1:'),
    fingerprintSha256: createHash('sha256')
      .update(blob)
      .digest('base64')
      .replace(/={1,2}$/, ''),
    createdAt: timestamp(now),
  };
  content.publicKeys.set(key.id, key);
  return created(render(key, request));
}

export function deletePublicKey(request: ApiRequest): ApiReply {
  if (!request.content.publicKeys.delete(idOf(request))) throw notFound();
  return noContent;
}

/** All algorithms that the site accepts. */
const algorithms = wordsOf(`ssh-rsa ssh-dss ecdsa-sha2-nistp256 ecdsa-sha2-nistp384
  ecdsa-sha2-nistp521 ssh-ed25519 sk-ecdsa-sha2-nistp256@openssh.com sk-ssh-ed25519@openssh.com`);

/** The key as binary; undefined: not one that the site accepts. */
function readKey(text: string): Buffer | undefined {
  const [algorithm = '', encoded = ''] = text.trim().split(/\s+/);
  const blob = Buffer.from(encoded, 'base64');
  const [inner, first, second] = partsOf(blob);
  if (!algorithms.includes(algorithm) || inner?.toString() !== algorithm || !first)
    return undefined;
  if (algorithm === 'ssh-rsa' && (!second || bitsOf(second) > 8192)) return undefined;
  if (algorithm === 'ssh-dss' && bitsOf(first) !== 1024) return undefined;
  return blob;
}

/** A key is a sequence of parts, each preceded by its length (RFC 4253, 6.6). */
function partsOf(blob: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 4 <= blob.length) {
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) break;
    parts.push(blob.subarray(at + 4, end));
    at = end;
  }
  return parts;
}

function bitsOf(number: Buffer): number {
  return number.toString('hex').replace(/^0+/, '').length * 4;
}

function render(key: StoredKey, { content }: ApiRequest): Fields {
  return {
    id: key.id,
    title: key.title,
    created_at: key.createdAt,
    expires_at: null,
    fingerprint: key.fingerprint,
    fingerprint_sha256: key.fingerprintSha256,
    status: 'active',
    username: content.users.get(key.userId)?.username ?? null,
    user_id: key.userId,
  };
}
