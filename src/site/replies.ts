import type { z } from 'zod';
import type { Call, Reply } from './client.js';
import { InDoubtError, RefusedError, SiteUnavailableError } from './errors.js';

/** The site answers, but not as the API does: there is something else at this address. */
export class UnreadableReplyError extends SiteUnavailableError {}

export function read<T>(schema: z.ZodType<T>, { body }: Reply, path: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new UnreadableReplyError(
    `The site answered ${path} with something that is not the Files.com API's. Check the address of the site.`,
  );
}

/** A create whose reply tells too little was served all the same: what it made is looked up. */
export function readCreated<T>(schema: z.ZodType<T>, { body }: Reply, path: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new InDoubtError(`POST ${path}: the reply has no id`);
}

/** undefined in place of the site's 404. */
export async function orUndefined<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof RefusedError && error.refusal.status === 404) return undefined;
    throw error;
  }
}

export function hook(beforeSend: Call['beforeSend']): Pick<Call, 'beforeSend'> {
  return beforeSend ? { beforeSend } : {};
}
