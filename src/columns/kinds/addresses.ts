import { isIP, isIPv4 } from 'node:net';
import type { Json, Kind } from '../column.js';
import { once } from '../once.js';
import { quote } from '../quote.js';
import { remembering } from '../remembering.js';
import { textOf } from './kind.js';
import { itemsOf, linesOf, sameSet } from './list.js';

/** IP addresses and ranges, one per line; spreadsheets tempt people to write them otherwise. */
export const addresses: Kind<readonly string[]> = remembering({
  accepts: 'IPv4 or IPv6 addresses or CIDR ranges, one per line',
  schema: { type: 'string' },
  read(cell, reportProblem) {
    const asWritten = linesOf(cell);
    if (asWritten.every((line) => problemOf(line) === undefined)) return asWritten;
    const report = once(reportProblem);
    const closed = cell.replace(/[^\S\r\n]{0,8}\/[^\S\r\n]{0,8}/g, '/');
    const ranged = withPrefixes(closed);
    const certainty = ranged === closed ? 'certain' : 'likely';
    const mended = mend(ranged);
    if (ranged !== cell)
      report(
        'ip-malformed',
        ranged === closed
          ? 'A range is written without spaces, such as 10.0.0.0/24.'
          : 'A range is written with a prefix length, not a netmask: 10.0.0.0/24 for 10.0.0.0 255.255.255.0.',
        mended,
        certainty,
      );
    const lines = linesOf(ranged);
    const separator = lines.map((line) => separators.exec(line)?.[0]).find(Boolean);
    if (separator !== undefined)
      report(
        'ip-separator',
        `Write one address per line; here, ${separatorName(separator)} separates them. ` +
          'Put a real line break inside the cell (in a spreadsheet, Alt+Enter, or Option+Return on a Mac).',
        mended,
        certainty,
      );
    // In a line with other separators, each part is judged by itself.
    for (const item of lines.flatMap((line) =>
      separators.test(line) ? itemsOf(line, separators) : [line],
    )) {
      const problem = problemOf(item);
      if (problem !== undefined) report('ip-malformed', problem, mended, certainty);
    }
    return undefined;
  },
  toApi: (value) => value.join('\n'),
  fromApi: (returned) => addressesIn(returned).join('\n'),
  same: (sent, returned) => sameSet(addressesIn(sent), addressesIn(returned)),
});

/** The addresses of a list as the API writes them. */
function addressesIn(list: Json): string[] {
  return itemsOf(textOf(list), /[\r\n]/);
}

/** What people write between addresses instead of a line break. */
const separators = /\\r\\n|\\[nr]|[,;\s]/;

/** An address and a netmask; 0.0.0.255 is how routers write 255.255.255.0. Nobody lists one as an address. */
const netmask =
  /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?:\/|[ \t,;]{1,8})((?:255|0)(?:\.\d{1,3}){3})(?![\d.])/g;

/** The list with each netmask after an address replaced by its prefix length. */
function withPrefixes(cell: string): string {
  return cell.replace(netmask, (whole, address: string, mask: string) => {
    const bytes = mask.split('.').map((part) => Number(part).toString(2).padStart(8, '0'));
    const bits = bytes.join('');
    return /^(?:1{8,32}0*|0{8,31}1+)$/.test(bits) && bits.length === 32
      ? `${address}/${bits.lastIndexOf(bits.charAt(0)) + 1}`
      : whole;
  });
}

/** The list with one address per line, if all parts are addresses. */
function mend(cell: string): string | null {
  const items = itemsOf(cell, separators);
  return items.length > 0 && items.every((item) => problemOf(item) === undefined)
    ? items.join('\n')
    : null;
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
  return `${quote(item)} has no valid prefix length: write a number from 0 to ${longest} after the slash.`;
}
