import { z } from 'zod';
import type { Json } from '../../columns/column.js';
import { timeOfLegacy } from '../../columns/legacy/time.js';
import type { User } from '../site.js';

/** What is required of a reply: only what is used. A reply without it is as good as lost. */
const userData = z
  .object({
    id: z.coerce.number().int(),
    attributes: z.looseObject({ username: z.string() }),
  })
  .transform(({ id, attributes }): User => {
    // Parsed JSON contains nothing else.
    const { homePath, homeDir, ...fields } = attributes as Record<string, Json> & {
      username: string;
    };
    return {
      ...fields,
      id,
      // Set under one name and returned under another, formerly a third.
      homeResource: homePath ?? homeDir,
      created_at: instant(fields.created),
      last_login_at: instant(fields.accessTimestamp),
      site_admin: fields.role === 'admin',
    };
  });

export const oneUser = z.object({ data: userData }).transform(({ data }) => data);

export const userList = z.object({
  data: z.array(userData),
  // null would become 0, and end a list too soon.
  totalResults: z.coerce.number().int().positive().optional().catch(undefined),
});

/** ISO 8601; null for none, which the site also writes as `0000-00-00 00:00:00`. */
function instant(text: Json | undefined): string | null {
  const time = typeof text === 'string' ? timeOfLegacy(text) : NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
