import { foldUsername } from '../../columns/username.js';
import { Client, type ClientOptions } from '../client.js';
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
  const send: Send = (call) => client.send(call);
  const list = (query: string) => get(send, `/users?${query}`, userList);

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
