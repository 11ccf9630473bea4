import { badRequest } from './api-error.js';
import { renderLegacyUser } from './legacy-user.js';
import { textOf, wholeNumber } from './listing.js';
import type { ApiReply, ApiRequest } from './request.js';

/** How many users a list returns by default, and at most, is not documented. */
const defaultLimit = 25;
const largestLimit = 100;

export function listLegacyUsers({ content, query }: ApiRequest): ApiReply {
  const username = query.get('username');
  // With it, only the user with exactly this name, and no other parameter counts.
  const users =
    username === null ? content.users.values() : [content.userNamed(username) ?? []].flat();
  const tests = username === null ? testsOf(query) : [];
  const found = Array.from(users, (user) => renderLegacyUser(user, content)).filter((user) =>
    tests.every((test) => test(user)),
  );
  const offset = wholeNumber(query, 'offset', 0);
  const limit = Math.min(largestLimit, wholeNumber(query, 'limit', defaultLimit));
  const data = sorted(found, query.get('sort')).slice(offset, offset + limit);
  const results = { returnedResults: data.length, totalResults: found.length };
  return { status: 200, body: { responseStatus: 200, ...results, data, included: [] } };
}

type Rendered = ReturnType<typeof renderLegacyUser>;

function testsOf(query: URLSearchParams): ((user: Rendered) => boolean)[] {
  const byOne = ['nickname', 'email', 'role', 'status', 'homeResource'].map((parameter) => ({
    asked: query.get(parameter),
    names: [parameter],
  }));
  const search = query.get('search');
  const byAny = {
    asked: search === null ? null : `*${search}*`,
    names: ['nickname', 'email', 'role', 'homeResource'],
  };
  return [...byOne, byAny].flatMap(({ asked, names }) => {
    if (asked === null) return [];
    const pattern = wildcard(asked);
    return (user: Rendered) => names.some((name) => pattern.test(attributeOf(user, name)));
  });
}

/** The home folder is filtered by other names than it is returned under. */
function attributeOf({ attributes }: Rendered, name: string): string {
  return textOf(attributes[['homeResource', 'homeDir'].includes(name) ? 'homePath' : name]);
}

/** `*` stands for anything. */
function wildcard(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

const sortFields = ['nickname', 'username', 'email', 'homeDir', 'modified'];

/** By several fields, separated by commas; a leading `-` means descending. */
function sorted(users: Rendered[], sort: string | null): Rendered[] {
  if (sort === null) return users;
  const orders = sort.split(',').map((word) => {
    const field = word.replace(/^-/, '');
    if (!sortFields.includes(field)) throw badRequest('sort is not valid');
    return { field, sign: word.startsWith('-') ? -1 : 1 };
  });
  return users.sort((a, b) => {
    for (const { field, sign } of orders) {
      const [left = '', right = ''] = [a, b].map((user) => attributeOf(user, field).toLowerCase());
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
}
