import { open, readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import type { Fields, Value } from './parameters.js';

export interface StoredUser {
  readonly id: number;
  username: string;
  readonly fields: Fields;
  groupIds: number[];
  adminGroupIds: number[];
}

export interface StoredGroup {
  readonly id: number;
  name: string;
  readonly fields: Fields;
}

export interface StoredPermission {
  readonly id: number;
  readonly path: string;
  readonly userId: number | null;
  readonly groupId: number | null;
  readonly permission: string;
  readonly recursive: boolean;
}

export interface StoredKey {
  readonly id: number;
  readonly userId: number;
  readonly title: string;
  readonly fingerprint: string;
  readonly fingerprintSha256: string;
  readonly createdAt: string;
}

export interface StoredStrategy {
  readonly id: number;
  readonly protocol: string;
  readonly provider: string;
  readonly label: string;
  readonly enabled: boolean;
}

export interface StoredApiKey {
  readonly key: string;
  /** null: a key of the site. */
  readonly userId: number | null;
  readonly permissionSet: string;
}

/** What a user got for a name and a password. */
export interface StoredSession {
  readonly id: string;
  readonly userId: number;
}

/** Everything that the site contains, as plain data, without passwords. */
export interface SandboxContent {
  readonly version: 1;
  nextId: number;
  highWaterUserCount: number;
  readonly settings: Record<string, Value>;
  readonly users: readonly StoredUser[];
  readonly groups: readonly StoredGroup[];
  readonly permissions: readonly StoredPermission[];
  readonly folders: readonly string[];
  readonly publicKeys: readonly StoredKey[];
  readonly ssoStrategies: readonly StoredStrategy[];
  readonly apiKeys: readonly StoredApiKey[];
  readonly sessions?: readonly StoredSession[];
}

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const fields = z.record(z.string(), value);

/** Records with at least these fields: a later version may store more. */
const list = (shape: z.ZodRawShape) => z.array(z.looseObject(shape));

const id = z.int();
const ids = z.array(id);
const text = z.string();
const kept = z.object({
  version: z.literal(1),
  nextId: id,
  highWaterUserCount: id,
  settings: fields,
  users: list({ id, username: text, fields, groupIds: ids, adminGroupIds: ids }),
  groups: list({ id, name: text, fields }),
  permissions: list({
    id,
    path: text,
    userId: id.nullable(),
    groupId: id.nullable(),
    permission: text,
    recursive: z.boolean(),
  }),
  folders: z.array(text),
  publicKeys: list({ id, userId: id }),
  ssoStrategies: list({ id, provider: text }),
  apiKeys: list({ key: text, userId: id.nullable() }),
  sessions: list({ id: text, userId: id }).optional(),
});

/** The file contains something else (exit 2). */
export class SandboxStateError extends Error {
  override name = 'SandboxStateError';
}

/** Reads a site stored in a file; undefined if there is no such file yet. */
export async function loadContent(path: string): Promise<SandboxContent | undefined> {
  try {
    // What has this shape was written by saveContent.
    const content = JSON.parse(await readFile(path, 'utf8')) as SandboxContent;
    kept.parse(content);
    return content;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return undefined;
    // That of a directory does not name it.
    const isOther =
      code === 'EISDIR' || error instanceof SyntaxError || error instanceof z.ZodError;
    if (!isOther) throw error;
    throw new SandboxStateError(
      `${path} is not the state of a sandbox. Name another file, or one that is not there yet.`,
    );
  }
}

/** Replaces the old file only once the new one is complete. */
export async function saveContent(path: string, content: SandboxContent): Promise<void> {
  const next = `${path}.new`;
  const file = await open(next, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(content));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
}
