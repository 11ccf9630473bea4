import type { z } from 'zod';
import type { Call, Reply } from './client.js';
import { InDoubtError, RefusedError, SiteUnavailableError } from './errors.js';
import type { SendOptions, User, UserSite } from './site.js';

export type Send = (call: Call) => Promise<Reply>;

/** What answers at this address is not the API. */
export class UnreadableReplyError extends SiteUnavailableError {}

export async function get<T>(send: Send, path: string, schema: z.ZodType<T>): Promise<T> {
  return read(schema, await send({ method: 'GET', path }), path);
}

export function read<T>(schema: z.ZodType<T>, { body }: Reply, path: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new UnreadableReplyError(
    `The answer to ${path} is not from the Files.com API. Check the address of the site.`,
  );
}

/** A create with an incomplete reply was still served: what it created is looked up. */
export async function create<T>(
  send: Send,
  path: string,
  body: NonNullable<Call['body']>,
  schema: z.ZodType<T>,
  options?: SendOptions,
): Promise<T> {
  const reply = await send({ method: 'POST', path, body, onlyOnce: true, ...options });
  const parsed = schema.safeParse(reply.body);
  if (parsed.success) return parsed.data;
  throw new InDoubtError(`POST ${path}: the reply does not show what was created`);
}

/** What both APIs offer for one user, at the same paths. `schema`: of a reply that contains a user. */
export function userRequests(
  send: Send,
  schema: z.ZodType<User>,
): Pick<UserSite, 'getUser' | 'createUser' | 'updateUser' | 'deleteUser'> {
  return {
    getUser: (id) => orUndefined(get(send, `/users/${id}`, schema)),
    createUser: (body, options) => create(send, '/users', body, schema, options),
    async updateUser(id, body, options) {
      const path = `/users/${id}`;
      return read(schema, await send({ method: 'PATCH', path, body, ...options }), path);
    },
    async deleteUser(id, options) {
      const call: Call = { method: 'DELETE', path: `/users/${id}`, ...options };
      return (await orUndefined(send(call))) !== undefined;
    },
  };
}

/** undefined instead of the site's 404. */
async function orUndefined<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof RefusedError && error.refusal.status === 404) return undefined;
    throw error;
  }
}
