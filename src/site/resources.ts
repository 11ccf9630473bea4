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
    user_id: z.number().nullish(),
    path: z.string().nullish(),
    permission: z.string(),
    recursive: z.boolean().nullish(),
  })
  .transform(({ path, recursive, user_id, ...rest }) => ({
    ...rest,
    userId: user_id ?? null,
    path: path ?? '',
    recursive: recursive ?? true,
  }));

export const publicKey: z.ZodType<PublicKey> = z
  .object({
    id,
    title: z.string(),
    fingerprint: z.string().nullish(),
    fingerprint_sha256: z.string().nullish(),
  })
  .transform(({ fingerprint, fingerprint_sha256, ...rest }) => ({
    ...rest,
    fingerprint: fingerprint ?? null,
    fingerprintSha256: fingerprint_sha256 ?? null,
  }));

export const access: z.ZodType<Access> = z
  .object({
    permission_set: z.string().nullish(),
    user_id: z.number().nullish(),
    name: z.string().nullish().catch(null),
    expires_at: z.string().nullish().catch(null),
    workspace_id: z.number().nullish().catch(null),
  })
  .transform(({ permission_set, user_id, name, expires_at, workspace_id }) => ({
    permissionSet: permission_set ?? 'full',
    userId: user_id ?? null,
    name: name ?? null,
    expiresAt: expires_at ?? null,
    workspaceId: workspace_id ?? null,
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
