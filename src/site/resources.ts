import { z } from 'zod';
import type { Json } from '../columns/column.js';
import type {
  Access,
  FolderEntry,
  Group,
  Permission,
  PublicKey,
  SiteSettings,
  SsoStrategy,
  User,
} from './site.js';

/**
 * What is required of a reply: only what is used, for replies may leave fields out. A reply without
 * it is as good as lost.
 */
const id = z.number();

/** What a reply may leave out. */
const orNull = <T>(schema: z.ZodType<T>) => schema.nullish().transform((value) => value ?? null);

export const user: z.ZodType<User> = z.looseObject({ id, username: z.string() }).transform(
  // What was parsed from JSON holds nothing else.
  (fields) => fields as User,
);

export const group: z.ZodType<Group> = z.object({ id, name: z.string() });

export const folderEntry: z.ZodType<FolderEntry> = z.object({ path: z.string() });

export const ssoStrategy: z.ZodType<SsoStrategy> = z
  .object({
    id,
    provider: z.string(),
    enabled: z.boolean().nullish(),
  })
  .transform(({ enabled, ...rest }) => ({ ...rest, enabled: enabled ?? true }));

export const permission: z.ZodType<Permission> = z
  .object({
    id: z.number().catch(0),
    user_id: orNull(z.number()),
    path: orNull(z.string()),
    permission: z.string(),
    recursive: orNull(z.boolean()),
  })
  .transform(({ path, recursive, user_id: userId, ...rest }) => ({
    ...rest,
    userId,
    path: path ?? '',
    recursive: recursive ?? true,
  }));

export const publicKey: z.ZodType<PublicKey> = z
  .object({
    id,
    title: z.string(),
    fingerprint: orNull(z.string()),
    fingerprint_sha256: orNull(z.string()),
  })
  .transform(({ fingerprint_sha256: fingerprintSha256, ...rest }) => ({
    ...rest,
    fingerprintSha256,
  }));

export const access: z.ZodType<Access> = z
  .object({
    // What anything else that speaks JSON at the address would not tell.
    permission_set: z.string(),
    user_id: orNull(z.number()),
    name: orNull(z.string()).catch(null),
    expires_at: orNull(z.string()).catch(null),
    workspace_id: orNull(z.number()).catch(null),
  })
  .transform((key) => ({
    permissionSet: key.permission_set,
    userId: key.user_id,
    name: key.name,
    expiresAt: key.expires_at,
    workspaceId: key.workspace_id,
  }));

export const settings: z.ZodType<SiteSettings> = z
  .looseObject({
    name: z.string().nullish().catch(null),
    user: z
      .object({ username: z.string(), site_admin: z.boolean().nullish() })
      .nullish()
      .catch(null),
  })
  .transform((fields) => ({
    name: fields.name ?? null,
    user: fields.user
      ? { username: fields.user.username, siteAdmin: fields.user.site_admin === true }
      : null,
    // What was parsed from JSON holds nothing else.
    raw: fields as Record<string, Json | undefined>,
  }));

export const usage = z.object({ high_water_user_count: z.coerce.number().int().nonnegative() });
