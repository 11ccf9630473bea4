import { z } from 'zod';
import type { Json } from '../columns/column.js';
import type { User } from './site.js';

/**
 * What is required of a reply: only what is used, because replies may leave fields out. A reply without it
 * is as good as lost.
 */
const id = z.number();

/** What a reply may leave out. */
const orElse = <T, Fallback>(schema: z.ZodType<T>, fallback: Fallback) =>
  schema.nullish().transform((value) => value ?? fallback);

const named = z.object({ id, username: z.string() });

/** With all its fields, which are many: they are not looked at one by one. */
export const user = z.custom<User>((fields) => named.safeParse(fields).success);

export const group = z.object({ id, name: z.string() });

/** A file or a folder, by its full path. */
export const folderEntry = z.object({ path: z.string() });

export const ssoStrategy = z.object({
  id,
  provider: z.string(),
  enabled: orElse(z.boolean(), true),
});

export const permission = z
  .object({
    user_id: orElse(z.number(), null),
    /** Without outer slashes; '' is the root folder. */
    path: orElse(z.string(), ''),
    permission: z.string(),
    recursive: orElse(z.boolean(), true),
  })
  // Without a user it is a group's or a partner's.
  .transform(({ user_id: userId, ...grant }) => ({ userId, ...grant }));

export const publicKey = z
  .object({
    title: z.string(),
    /** MD5 in hexadecimal, with colons. */
    fingerprint: orElse(z.string(), null),
    /** In base64. */
    fingerprint_sha256: orElse(z.string(), null),
  })
  .transform(({ fingerprint_sha256: fingerprintSha256, ...key }) => ({
    ...key,
    fingerprintSha256,
  }));

/** Whose key it is, and what it may do. */
export const access = z
  .object({
    /**
     * `full`, or the narrower permission set; anything else that returns JSON would not have this field.
     */
    permission_set: z.string(),
    /** null: a key of the site, not of a user. */
    user_id: orElse(z.number(), null),
    /** The key's own name. */
    name: orElse(z.string(), null).catch(null),
    /** When the key expires, as the site writes it. */
    expires_at: orElse(z.string(), null).catch(null),
    /** The only workspace in which the key works; 0 is the default one. */
    workspace_id: orElse(z.number(), null).catch(null),
  })
  .transform((key) => ({
    permissionSet: key.permission_set,
    userId: key.user_id,
    name: key.name,
    expiresAt: key.expires_at,
    workspaceId: key.workspace_id,
  }));

/** The site's settings that matter to an import; null if the site does not say. */
export const settings = z
  .looseObject({
    name: z.string().nullish().catch(null),
    user: z
      .object({ username: z.string(), site_admin: z.boolean().nullish() })
      .nullish()
      .catch(null),
  })
  .transform((fields) => ({
    name: fields.name ?? null,
    /** The key's owner; null for a key of the site. */
    user: fields.user
      ? { username: fields.user.username, siteAdmin: fields.user.site_admin === true }
      : null,
    // Parsed JSON contains nothing else.
    raw: fields as { readonly [field: string]: Json | undefined },
  }));

export const usage = z.object({ high_water_user_count: z.coerce.number().int().nonnegative() });
