import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
  /** Its path, for NODE_EXTRA_CA_CERTS. */
  readonly path: string;
  remove(): Promise<void>;
}

/** A self-signed certificate of a host. */
export async function certificateOf(host: string): Promise<Certificate> {
  const directory = await mkdtemp(join(tmpdir(), 'files-bulk-import-test-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  });
  return {
    key: await readFile(key),
    cert: await readFile(cert),
    path: cert,
    remove: () => rm(directory, { recursive: true }),
  };
}
