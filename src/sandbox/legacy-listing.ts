import { badRequest } from './api-error.js';
import { renderLegacyUser } from './legacy-user.js';
import { textOf } from './listing.js';
import type { ApiReply, ApiRequest } from './request.js';
import type { StoredUser } from './state.js';
import { requireAdmin } from './users.js';

/** How many users a list holds when nothing is said, and at most, is documented nowhere. */
const defaultLimit = 25;
const largestLimit = 100;

export function listLegacyUsers(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content, query } = request;
  const found = select(request).map((user) => renderLegacyUser(user, content));
  const offset = wholeNumber(query, 'offset') ?? 0;
  const limit = Math.min(largestLimit, wholeNumber(query, 'limit') ?? defaultLimit);
  const data = sorted(found, query.get('sort')).slice(offset, offset + limit);
  const results = { returnedResults: data.length, totalResults: found.length };
  return { status: 200, body: { responseStatus: 200, ...results, data, included: [] } };
}

/** With `username` the user who is called exactly so, and no other parameter counts. */
function select({ content, query }: ApiRequest): StoredUser[] {
  const username = query.get('username');
  if (username !== null) return [content.userNamed(username) ?? []].flat();
  const tests: ((attributes: Readonly<Record<string, unknown>>) => boolean)[] = [];
  for (const [parameter, attribute] of filters) {
    const asked = query.get(parameter);
    if (asked === null) continue;
    const pattern = wildcard(asked);
    tests.push((attributes) => pattern.test(textOf(attributes[attribute])));
  }
  const search = query.get('search');
  if (search !== null) {
    const pattern = wildcard(`*${search}*`);
    tests.push((attributes) =>
      ['nickname', 'email', 'role', 'homePath'].some((name) =>
        pattern.test(textOf(attributes[name])),
      ),
    );
  }
  const users = [...content.users.values()];
  if (tests.length === 0) return users;
  return users.filter((user) => {
    const { attributes } = renderLegacyUser(user, content);
    return tests.every((test) => test(attributes));
  });
}

const filters = [
  ['nickname', 'nickname'],
  ['email', 'email'],
  ['role', 'role'],
  ['status', 'status'],
  ['homeResource', 'homePath'],
] as const;

/** `*` stands for anything. */
function wildcard(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

type Rendered = ReturnType<typeof renderLegacyUser>;

const sortFields = ['nickname', 'username', 'email', 'homeDir', 'modified'];

/** By several fields, separated by commas; one with `-` in front goes down. */
function sorted(users: Rendered[], sort: string | null): Rendered[] {
  if (sort === null) return users;
  const orders = sort.split(',').map((word) => {
    const field = word.replace(/^-/, '');
    if (!sortFields.includes(field)) throw badRequest('sort is not valid');
    const name = field === 'homeDir' ? 'homePath' : field;
    return { name, sign: word.startsWith('-') ? -1 : 1 };
  });
  const keyed = users.map((user) => ({
    user,
    keys: orders.map(({ name }) => textOf(user.attributes[name]).toLowerCase()),
  }));
  keyed.sort((a, b) => {
    for (const [index, { sign }] of orders.entries()) {
      const [left = '', right = ''] = [a.keys[index], b.keys[index]];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
  return keyed.map(({ user }) => user);
}

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`${name} is not valid`);
  return Number(text);
}
