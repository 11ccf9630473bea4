import { createHash } from 'node:crypto';
import type { Kind } from '../column.js';
import { kind, textOf } from './kind.js';
import { itemsOf, itemsOfApi, linesOf, sameSet } from './list.js';
import { quote } from '../quote.js';

/** A password hash from another system. Its value is never shown. */
export const passwordHash = kind<string>({
  accepts: 'an MD5, SHA-1 or SHA-256 hash in hexadecimal',
  schema: { type: 'string', pattern: '^([0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$' },
  read(cell, report) {
    if (/^[\da-f]+$/i.test(cell) && [32, 40, 64].includes(cell.length)) return cell;
    report(
      'password-hash-malformed',
      `A hash has 32 (MD5), 40 (SHA-1) or 64 (SHA-256) hexadecimal digits. This has ${cell.length} characters${/^[\da-f]*$/i.test(cell) ? '' : ', not all of them hexadecimal'}.`,
    );
    return undefined;
  },
});

/** Words of lower-case letters, digits and hyphens. */
export const tags: Kind<readonly string[]> = {
  accepts: 'a comma-separated list of tags of lower-case letters, digits and hyphens',
  schema: { type: 'string' },
  read(cell, report) {
    const items = cell.split(',').map((item) => item.trim());
    const wrong = items.find((item) => !isTag(item));
    if (wrong === undefined) return items;
    const named = itemsOf(cell, ',');
    const mended = named.map((item) => item.toLowerCase().replace(/[\s_]+/g, '-'));
    report(
      'tag-malformed',
      `${wrong === '' ? 'A tag in the list is empty' : `${quote(wrong)} is not a tag`}: a tag has only lower-case letters, digits and hyphens.`,
      mended.length > 0 && mended.every(isTag) ? mended.join(',') : null,
      named.every(isTag) ? 'certain' : 'likely',
    );
    return undefined;
  },
  toApi: (value) => value.join(','),
  fromApi: textOf,
  same: (sent, returned) => sameSet(itemsOfApi(sent), itemsOfApi(returned)),
};

function isTag(text: string): boolean {
  return /^[a-z0-9-]+$/.test(text);
}

export interface PublicKeyCell {
  /** As it is sent: type and key, without the comment. */
  readonly text: string;
  readonly comment: string;
  /** Hexadecimal, without colons. */
  readonly md5: string;
  /** Base64, without padding. */
  readonly sha256: string;
}

/** The types that the site accepts. */
const keyTypes = [
  'ssh-rsa',
  'ssh-dss',
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
];

/** SSH public keys in the one-line OpenSSH format. The cell is never shown: people paste private keys. */
export const publicKeys: Kind<readonly PublicKeyCell[]> = {
  accepts: 'public keys in the OpenSSH form (ssh-ed25519 AAAA… comment), one a line',
  schema: { type: 'string' },
  read(cell, report) {
    if (isPrivateKey(cell)) {
      report(
        'ssh-key-is-private',
        'This is a private key. Put the public key here (from the .pub file), and replace the key pair: anyone who has seen this file has the private key.',
      );
      return undefined;
    }
    const lines = linesOf(cell);
    const keys: PublicKeyCell[] = [];
    for (const [index, line] of lines.entries()) {
      const found = readKey(line);
      if (typeof found !== 'string') keys.push(found);
      else report('ssh-key-malformed', `Line ${index + 1} of the cell ${found}.`);
    }
    return keys.length === lines.length ? keys : undefined;
  },
  toApi: (value) => value.map(({ text }) => text).join('\n'),
  fromApi: textOf,
  same: (sent, returned) => sent === returned,
};

/** A key, or what is wrong with it. */
function readKey(line: string): PublicKeyCell | string {
  const [type = '', encoded = '', ...comment] = line.split(/\s+/);
  if (!keyTypes.includes(type))
    return `does not begin with a key type that the site accepts: ${keyTypes.join(', ')}`;
  const blob = Buffer.from(encoded, 'base64');
  if (
    encoded === '' ||
    blob.toString('base64').replace(/={1,2}$/, '') !== encoded.replace(/={1,2}$/, '')
  )
    return 'has no key in base64 after its type';
  // The key itself contains its type, preceded by the length.
  if (
    blob.length < 4 ||
    blob.readUInt32BE(0) !== type.length ||
    blob.toString('latin1', 4, 4 + type.length) !== type
  )
    return 'has a key that is cut off or is not of the type that it names';
  return {
    text: `${type} ${encoded}`,
    comment: comment.join(' '),
    md5: createHash('md5').update(blob).digest('hex'),
    sha256: createHash('sha256')
      .update(blob)
      .digest('base64')
      .replace(/={1,2}$/, ''),
  };
}

/** Whether a cell of any column holds a private SSH key, which must never be shown. */
export function isPrivateKey(cell: string): boolean {
  return cell.includes('PRIVATE KEY');
}
