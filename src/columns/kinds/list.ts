import { isIP, isIPv4 } from 'node:net';
import type { Json, Kind } from '../column.js';
import { reportControls } from '../control-character.js';
import { textOf } from './kind.js';
import { exponentHint, inExponentForm } from '../exponent-form.js';
import { once } from '../once.js';
import { quote } from '../quote.js';
import { remembering } from '../remembering.js';

/** Group names, matched exactly, and numeric ids, each once. */
export const groups: Kind<readonly string[]> = remembering({
  accepts: 'a comma-separated list of group names or numeric group ids',
  schema: { type: 'string' },
  use: 'name',
  read(cell, report) {
    if (/[\r\n]/.test(cell)) {
      const lines = cell.split(/[\r\n,]/).map((line) => line.trim());
      report(
        'group-line-break',
        'Groups are separated by commas, but there is a line break between them here. Write a comma instead.',
        distinctGroups(lines.filter((line) => line !== '')).join(','),
        // Where others have a comma, a break without one may stand in a long name.
        cell.includes(',') && cell.split(',').some((item) => /[\r\n]/.test(item.trim()))
          ? 'likely'
          : 'certain',
      );
      return undefined;
    }
    const items = cell.split(',').map((item) => item.trim());
    const named = items.filter((item) => item !== '');
    const distinct = distinctGroups(named);
    if (named.length < items.length) {
      report(
        'group-empty',
        'The list has a comma with no group before or after it. Remove that comma.',
        distinct.length > 0 ? distinct.join(',') : null,
        'certain',
      );
      return undefined;
    }
    const shortened = [cell, ...named].find(inExponentForm);
    if (shortened !== undefined) {
      report('number-in-exponent-form', `${quote(shortened)} is not a group. ${exponentHint}`);
      return undefined;
    }
    const inQuotes = named.find(isInQuotes);
    // Many lists of ids look like one number with separators; no id has a zero in front.
    if (/^[1-9]\d{0,2}(?:,\d{3})+$/.test(cell) && cell.includes(',0'))
      report(
        'group-thousands-separator',
        `${quote(cell)} is read as ${named.length} groups. If it is one number with thousands separators, leave them out.`,
        cell.replaceAll(',', ''),
      );
    else if (named.some((item) => /^(?:CN|OU|DC)=/i.test(item)))
      report(
        'group-distinguished-name',
        `${quote(cell)} is how a directory such as Active Directory writes a group's full name; here each part between commas is a group of its own. Write only the names of the groups.`,
        namesInDirectory(cell),
      );
    else if (/[;|]/.test(cell)) {
      const several = cell.split(/[,;|]/).map((item) => item.trim());
      report(
        'group-other-separator',
        `${quote(named.find((item) => /[;|]/.test(item)) ?? cell)} is read as one group. If it is several, write commas between them.`,
        distinctGroups(several.filter((item) => item !== '')).join(',') || null,
      );
    } else if (inQuotes !== undefined)
      report(
        'group-in-quotes',
        `${quote(inQuotes)} is read as the name of a group, quotes included. If the group is not called so, leave them out.`,
        withoutQuotes(named),
      );
    else if (distinct.length < named.length)
      report(
        'group-repeated',
        `The group ${quote(repeatedIn(named))} is in the list more than once, which makes no difference. Name it once.`,
        distinct.join(','),
        'certain',
      );
    reportControls(cell, report);
    return distinct;
  },
  toApi: (value) => value.join(','),
  fromApi: (returned) => idsOf(returned).join(','),
  same: (sent, returned) => sameSet(idsOf(sent), idsOf(returned)),
});

/** The groups' own names in a list of distinguished names, each of which begins with it; null: none is found. */
function namesInDirectory(cell: string): string | null {
  const names = [...cell.matchAll(/(?:^|[;|]|DC=[^,;|]{1,64},)\s*CN=([^,;|]{1,256})/gi)];
  return names.length > 0
    ? distinctGroups(names.map(([, name = '']) => name.trim())).join(',')
    : null;
}

/** The groups without quotes around their names; null: a quote has no other, so that what it is about is a guess. */
function withoutQuotes(items: readonly string[]): string | null {
  const bare = items.map((item) => item.replace(/^(["'])(.*)\1$/, '$2').trim());
  const plain = bare.every((item) => item !== '' && !isInQuotes(item));
  return plain ? distinctGroups(bare).join(',') : null;
}

function isInQuotes(item: string): boolean {
  return /^"|^'.*'$/.test(item);
}

/** Each group where it is first. */
function distinctGroups(items: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const item of items) if (!seen.has(sameGroup(item))) seen.set(sameGroup(item), item);
  return [...seen.values()];
}

/** The first group that is there again. */
function repeatedIn(items: readonly string[]): string {
  const seen = new Set<string>();
  return items.find((item) => seen.size === seen.add(sameGroup(item)).size) ?? '';
}

/** What is the same for every spelling of a group: of a numeric id the zeros in front make no difference. */
function sameGroup(item: string): string {
  return /^\d+$/.test(item) ? item.replace(/^0+(?=\d)/, '') : item;
}

/** The ids of a list as the API writes it. */
export function idsOf(list: Json): string[] {
  return textOf(list)
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

/** IP addresses and ranges, one a line; spreadsheets tempt people to write them otherwise. */
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
          : 'A range is written with the length of its prefix, not with a netmask, such as 10.0.0.0/24 for 10.0.0.0 255.255.255.0.',
        mended,
        certainty,
      );
    const lines = linesOf(ranged);
    const separator = lines.map((line) => separators.exec(line)?.[0]).find(Boolean);
    if (separator !== undefined)
      report(
        'ip-separator',
        `Addresses are written one per line, but here ${separatorName(separator)} separates them. ` +
          'Put a real line break inside the cell (in a spreadsheet, press Alt+Enter, or Option+Return on a Mac).',
        mended,
        certainty,
      );
    // A line that was separated otherwise is judged by what is between the separators.
    for (const item of lines.flatMap((line) => (separators.test(line) ? itemsOf(line) : [line]))) {
      const problem = problemOf(item);
      if (problem !== undefined) report('ip-malformed', problem, mended, certainty);
    }
    return undefined;
  },
  toApi: (value) => value.join('\n'),
  fromApi: (returned) => addressesIn(returned).join('\n'),
  same: (sent, returned) => sameSet(addressesIn(sent), addressesIn(returned)),
});

/** The addresses of a list as the API writes it. */
function addressesIn(list: Json): string[] {
  return linesOf(textOf(list)).filter((line) => line !== '');
}

/** What people write between addresses in place of a line break. */
const separators = /\\[nr]|[,;\s]/;

function itemsOf(cell: string): string[] {
  return cell.split(/\\r\\n|\\[nr]|[,;\s]/).filter((item) => item !== '');
}

const netmask = /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?:\/| {1,8})(255(?:\.\d{1,3}){3})(?![\d.])/g;

/** The list with the length of a prefix in place of each netmask behind an address. */
function withPrefixes(cell: string): string {
  return cell.replace(netmask, (whole, address: string, mask: string) => {
    const bytes = mask.split('.').map((part) => Number(part).toString(2).padStart(8, '0'));
    const bits = bytes.join('');
    return /^1{8,32}0*$/.test(bits) && bits.length === 32
      ? `${address}/${bits.lastIndexOf('1') + 1}`
      : whole;
  });
}

/** The list with each address on its line, when all of them are addresses. */
function mend(cell: string): string | null {
  const items = itemsOf(cell);
  return items.length > 0 && items.every((item) => problemOf(item) === undefined)
    ? items.join('\n')
    : null;
}

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
  return `${quote(item)} has no valid prefix length: write a number from 0 to ${longest} after the slash.`;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a);
  const right = new Set(b);
  return left.size === right.size && [...left].every((item) => right.has(item));
}
