import { badRequest } from './api-error.js';
import { isDateTime } from './parameters.js';
import type { ApiReply, ApiRequest } from './request.js';

type Rendered = Readonly<Record<string, unknown>>;

const defaultPage = 1000;
const largestPage = 10_000;

/** How a list can be filtered and sorted, by field. */
interface ListRules {
  readonly filters?: readonly string[];
  /** The fields that can be filtered by prefix. */
  readonly prefixes?: readonly string[];
  /** Those that can be filtered by comparison. */
  readonly ranges?: readonly string[];
  /** Those that can be filtered together, in alphabetical order; undefined: any. */
  readonly combinations?: readonly string[];
  /** Those that can be sorted by, if they differ from the filters. */
  readonly sortable?: readonly string[];
  /** The records already are in the requested order. */
  readonly inOrder?: boolean;
}

/**
 * One page of a list: filtered, sorted, cut by cursor. The body is a bare array; the next page's cursor is
 * in the header that SDKs read and in the documented one.
 */
export function page<T extends { readonly id: number }>(
  { query }: ApiRequest,
  records: Iterable<T>,
  render: (record: T) => Rendered,
  rules: ListRules = {},
): ApiReply {
  const perPage = Math.min(largestPage, wholeNumber(query, 'per_page', defaultPage));
  if (perPage === 0) throw badRequest('per_page is invalid');
  const after = readCursor(query);
  const matches = matcher(query, rules);
  const sort = rules.inOrder ? undefined : sorter(query, rules.sortable ?? rules.filters ?? []);
  const found: Rendered[] = [];
  let seen = 0;
  for (const record of records) {
    // Without sorting, a page needs only itself.
    if (!sort && found.length > perPage) break;
    const rendered = matches && render(record);
    if (rendered && !matches(rendered)) continue;
    if (!sort && (seen += 1) <= after) continue;
    found.push(rendered ?? render(record));
  }
  const ordered = sort ? found.sort(sort).slice(after) : found;
  const more = ordered.length > perPage;
  const next = cursorTo(after + perPage);
  return {
    status: 200,
    body: ordered.slice(0, perPage),
    headers: {
      ...(more && { 'X-Files-Cursor': next, 'X-Files-Cursor-Next': next }),
      ...(after > 0 && { 'X-Files-Cursor-Prev': cursorTo(Math.max(0, after - perPage)) }),
    },
  };
}

export function wholeNumber(query: URLSearchParams, name: string, usual: number): number {
  const text = query.get(name) ?? String(usual);
  if (!/^\d+$/.test(text)) throw badRequest(`${name} is invalid`);
  return Number(text);
}

function cursorTo(place: number): string {
  return Buffer.from(`after:${place}`).toString('base64url');
}

function readCursor(query: URLSearchParams): number {
  const text = query.get('cursor');
  if (text === null || text === '') return 0;
  const match = /^after:(\d+)$/.exec(Buffer.from(text, 'base64url').toString());
  if (!match) throw badRequest('The cursor is not valid.', 'invalid-cursor');
  return Number(match[1]);
}

const comparisons: Readonly<Record<string, (there: unknown, asked: string) => boolean>> = {
  filter: (there, asked) => textOf(there).toLowerCase() === asked.toLowerCase(),
  filter_prefix: (there, asked) =>
    typeof there === 'string' && there.toLowerCase().startsWith(asked.toLowerCase()),
  filter_gt: (there, asked) => compare(there, asked) > 0,
  filter_gteq: (there, asked) => compare(there, asked) >= 0,
  filter_lt: (there, asked) => compare(there, asked) < 0,
  filter_lteq: (there, asked) => compare(there, asked) <= 0,
};

const dateFields: readonly string[] = ['created_at', 'last_login_at', 'authenticate_until'];

function matcher(
  query: URLSearchParams,
  { filters = [], prefixes = [], ranges = [], combinations }: ListRules,
): ((record: Rendered) => boolean) | undefined {
  const tests: ((record: Rendered) => boolean)[] = [];
  const together = new Set<string>();
  for (const [name, asked] of query) {
    const match = /^(filter\w*)\[(\w+)\]$/.exec(name);
    if (!match) continue;
    const [, kind = '', field = ''] = match;
    const comparison = comparisons[kind];
    const known = { filter: filters, filter_prefix: prefixes }[kind] ?? ranges;
    if (!comparison || !known.includes(field))
      throw badRequest(`${name} is not a valid filter`, 'invalid-filter-field');
    if (dateFields.includes(field) && !isDateTime(asked))
      throw badRequest(`${name} is not a date and time`, 'datetime-parse');
    together.add(field);
    tests.push(
      field === 'not_site_admin'
        ? (record) => comparison(record.site_admin !== true, asked)
        : (record) => comparison(record[field], asked),
    );
  }
  if (together.size > 1 && combinations?.includes([...together].sort().join(',')) === false)
    throw badRequest(
      `${[...together].join(' and ')} cannot be filtered by together`,
      'invalid-filter-alias-combination',
    );
  const ids = query.get('ids')?.split(',');
  if (ids) tests.push((record) => ids.includes(String(record.id)));
  const search = query.get('search')?.toLowerCase();
  if (search !== undefined)
    tests.push((record) =>
      ['name', 'username', 'email'].some((field) =>
        textOf(record[field]).toLowerCase().includes(search),
      ),
    );
  return tests.length === 0 ? undefined : (record) => tests.every((test) => test(record));
}

function sorter(
  query: URLSearchParams,
  fields: readonly string[],
): ((a: Rendered, b: Rendered) => number) | undefined {
  for (const [name, direction] of query) {
    const field = /^sort_by\[(\w+)\]$/.exec(name)?.[1];
    if (field === undefined) continue;
    if (!fields.includes(field) || !['asc', 'desc'].includes(direction))
      throw badRequest(`${name} is not a valid sort order`, 'invalid-sort-field');
    const sign = direction === 'asc' ? 1 : -1;
    return (a, b) => sign * order(a[field], b[field]);
  }
  return undefined;
}

/** Unset values come first, as in the site's database. */
function order(a: unknown, b: unknown): number {
  const unset = Number(b === null) - Number(a === null);
  return unset !== 0 || a === null ? unset : compare(a, textOf(b));
}

function compare(there: unknown, asked: string): number {
  if (there === null || there === undefined) return NaN;
  if (typeof there === 'number') return there - Number(asked);
  const text = textOf(there);
  return isDateTime(text) && isDateTime(asked)
    ? Date.parse(text) - Date.parse(asked)
    : text.localeCompare(asked);
}

/** A single value as text; '' for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
