import { foldUsername } from '../../columns/username.js';
import { Client, type Call, type ClientOptions, type Reply } from '../client.js';
import { RefusedError } from '../errors.js';
import { hideSecrets, secretsOf } from '../hide-secrets.js';
import { hook, orUndefined, read, readCreated } from '../replies.js';
import type { LegacySite } from '../site.js';
import { legacyRefusalOf } from './refusal.js';
import { oneUser, userList } from './resources.js';

export interface LegacySiteOptions extends Omit<ClientOptions, 'headers' | 'refusalOf'> {
  readonly apiKey: string;
  readonly userAgent: string;
}

/** Users that are asked for at once. The API's limit is documented nowhere: it may give fewer. */
const perPage = 1000;

/** A site over the legacy API v2, which has users alone. */
export function createLegacySite({ apiKey, userAgent, ...options }: LegacySiteOptions): LegacySite {
  // On Files.com one key is both.
  const headers = { 'ev-api-key': apiKey, 'ev-access-token': apiKey, 'User-Agent': userAgent };
  const client = new Client({ ...options, headers, refusalOf: legacyRefusalOf });
  const list = async (query: string) => {
    const path = `/users?${query}`;
    return read(userList, await send({ method: 'GET', path }), path);
  };

  return {
    api: 'legacy',
    url: options.baseUrl,
    close: () => client.close(),
    async *users() {
      for (let offset = 0; ;) {
        // An order that changes do not disturb as long as they are of other users.
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
    async getUser(id) {
      const path = `/users/${id}`;
      const reply = await orUndefined(send({ method: 'GET', path }));
      return reply && read(oneUser, reply, path);
    },
    async createUser(body, { beforeSend } = {}) {
      const path = '/users';
      const call: Call = { method: 'POST', path, body, kind: 'create', ...hook(beforeSend) };
      return readCreated(oneUser, await send(call), path);
    },
    async updateUser(id, body, { beforeSend } = {}) {
      const path = `/users/${id}`;
      return read(oneUser, await send({ method: 'PATCH', path, body, ...hook(beforeSend) }), path);
    },
    async deleteUser(id, { beforeSend } = {}) {
      const call: Call = { method: 'DELETE', path: `/users/${id}`, ...hook(beforeSend) };
      return (await orUndefined(send(call))) !== undefined;
    },
  };

  /** The envelope has a status of its own: a refusal in it counts, whatever HTTP says. */
  async function send(call: Call): Promise<Reply> {
    const reply = await client.send(call);
    const { body } = reply;
    const status =
      typeof body === 'object' && body !== null && !Array.isArray(body)
        ? body.responseStatus
        : null;
    if (typeof status !== 'number' || status < 400 || status >= 500) return reply;
    const refusal = legacyRefusalOf(status, reply.headers, JSON.stringify(body));
    throw new RefusedError(hideSecrets(refusal, secretsOf(headers, call.body)));
  }
}
