import { isIP, isIPv4 } from 'node:net';
import type { Json, Kind } from './column.js';
import { quote } from './quote.js';

/** Group names, matched exactly, and numeric ids, each once. */
export const groups: Kind<readonly string[]> = {
  accepts: 'a comma-separated list of group names or numeric group ids',
  schema: { type: 'string' },
  read(cell, report) {
    const items = cell.split(',').map((item) => item.trim());
    const named = items.filter((item) => item !== '');
    const seen = new Map(named.map((item) => [/^\d+$/.test(item) ? String(Number(item)) : item, item]));
    const distinct = [...seen.values()];
    if (named.length < items.length) {
      report(
        'group-empty',
        'Between two commas of the list, or at its end, there is no group. Remove the comma that is too many.',
        distinct.join(','),
      );
      return undefined;
    }
    if (distinct.length < named.length)
      report('group-repeated', 'A group stands in the list more than once.', distinct.join(','));
    return distinct;
  },
  toApi: (value) => value.join(','),
  same: (sent, returned) => sameSet(idsOf(sent), idsOf(returned)),
};

function idsOf(list: Json): string[] {
  return String(list ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

/** IP addresses and ranges, one a line; spreadsheets tempt people to write them otherwise. */
export const addresses: Kind<readonly string[]> = {
  accepts: 'IPv4 or IPv6 addresses or CIDR ranges, one a line',
  schema: { type: 'string' },
  read(cell, report) {
    const separator = /\\[nr]|[,;]|[^\S\r\n]/.exec(cell.replace(/[^\S\r\n]*(\r\n|\r|\n)[^\S\r\n]*/g, '\n'))?.[0];
    const mended = linesOf(cell.replace(/\\r\\n|\\[nr]|[,;\s]+/g, '\n')).filter((item) => item !== '');
    if (separator !== undefined) {
      report(
        'ip-separator',
        `Addresses stand one a line, but here ${separatorName(separator)} stands between them. ` +
          'Put a real line break inside the cell (in a spreadsheet Alt+Enter, or Option+Return).',
        mended.every((item) => problemOf(item) === undefined) ? mended.join('\n') : null,
      );
      return undefined;
    }
    const items = linesOf(cell);
    let good = true;
    for (const item of items) {
      const problem = problemOf(item);
      if (problem === undefined) continue;
      good = false;
      const suggestion = item === '' && mended.every((other) => problemOf(other) === undefined);
      report('ip-malformed', problem, suggestion ? mended.join('\n') : null);
    }
    return good ? items : undefined;
  },
  toApi: (value) => value.join('\n'),
  same: (sent, returned) => sameSet(linesOf(String(sent ?? '')), linesOf(String(returned ?? ''))),
};

function linesOf(cell: string): string[] {
  return cell.split(/\r\n|\r|\n/).map((line) => line.trim());
}

function separatorName(separator: string): string {
  const names: Readonly<Record<string, string>> = { ',': 'a comma', ';': 'a semicolon' };
  if (separator.startsWith('\\')) return `a typed ${separator}`;
  return names[separator] ?? 'a space';
}

const example = 'such as 203.0.113.7, 192.168.1.0/27 or 2001:db8::/32';

function problemOf(item: string): string | undefined {
  if (item === '') return 'There is an empty line between the addresses. Remove it.';
  const [address = '', prefix, ...rest] = item.split('/');
  if (isIP(address) === 0 || address.includes('%') || rest.length > 0)
    return `${quote(item)} is not an IP address or a CIDR range, ${example}.`;
  const longest = isIPv4(address) ? 32 : 128;
  if (prefix === undefined || (/^(?:0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= longest))
    return undefined;
  return `${quote(item)} has no valid prefix length: behind the slash stands a number from 0 to ${longest}.`;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a);
  const right = new Set(b);
  return left.size === right.size && [...left].every((item) => right.has(item));
}
