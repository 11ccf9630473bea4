import { foldUsername } from '../../columns/username.js';
import { Client, type ClientOptions } from '../client.js';
import { NotAllowedError, RefusedError } from '../errors.js';
import { get, userRequests, type Send } from '../requests.js';
import type { LegacySite } from '../site.js';
import { legacyErrorStatus, legacyRefusalOf } from './refusal.js';
import { oneUser, userList } from './resources.js';

export interface LegacySiteOptions extends Omit<ClientOptions, 'headers' | 'refusalOf'> {
  readonly apiKey: string;
  readonly userAgent: string;
}

/** Users per request. The API's limit is not documented: it may return fewer. */
const perPage = 1000;

/** A site over the legacy API v2, which has only users. */
export function createLegacySite({ apiKey, userAgent, ...options }: LegacySiteOptions): LegacySite {
  // On Files.com one key serves as both.
  const headers = { 'ev-api-key': apiKey, 'ev-access-token': apiKey, 'User-Agent': userAgent };
  const client = new Client({
    ...options,
    headers,
    refusalOf: legacyRefusalOf,
    errorStatusIn: legacyErrorStatus,
  });
  const list = (query: string) => get((call) => client.send(call), `/users?${query}`, userList);
  let asked: { readonly at: number; readonly answer: Promise<unknown> } | undefined;
  /** Codes are not documented: only the list tells whether a 403 concerns one request or the key. */
  const requireList = async (): Promise<void> => {
    const now = options.clock.now();
    // Not for every row, if the site refuses many.
    if (!asked || now - asked.at > 60_000) asked = { at: now, answer: list('limit=1') };
    try {
      await asked.answer;
    } catch (error) {
      if (!isForbidden(error)) return;
      throw new NotAllowedError(
        `The site no longer shows its users to this API key (${error.refusal.message}). Use the key of a site administrator.`,
        error.refusal,
      );
    }
  };
  const send: Send = async (call) => {
    try {
      return await client.send(call);
    } catch (error) {
      if (call.method !== 'GET' && isForbidden(error)) await requireList();
      throw error;
    }
  };

  return {
    ...userRequests(send, oneUser),
    api: 'legacy',
    url: options.baseUrl,
    close: () => client.close(),
    async *users() {
      for (let offset = 0; ;) {
        // An order that changes to other users do not disturb.
        const page = await list(`sort=username&limit=${perPage}&offset=${offset}`);
        yield page.data;
        offset += page.data.length;
        if (page.data.length === 0 || offset >= (page.totalResults ?? Infinity)) return;
      }
    },
    userCount: async () => (await list('limit=1')).totalResults,
    async findUser(username) {
      const folded = foldUsername(username);
      const { data } = await list(`username=${encodeURIComponent(username)}`);
      return data.find((user) => foldUsername(user.username) === folded);
    },
  };
}

function isForbidden(error: unknown): error is RefusedError {
  return error instanceof RefusedError && error.refusal.status === 403;
}
