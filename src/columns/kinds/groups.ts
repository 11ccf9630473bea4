import type { Kind } from '../column.js';
import { reportControls } from '../control-character.js';
import { exponentHint, inExponentForm } from '../exponent-form.js';
import { quote } from '../quote.js';
import { remembering } from '../remembering.js';
import { itemsOf, itemsOfApi, sameSet } from './list.js';

/** Group names, matched exactly, and numeric ids, each once. */
export const groups: Kind<readonly string[]> = remembering({
  accepts: 'a comma-separated list of group names or numeric group ids',
  schema: { type: 'string' },
  use: 'name',
  read(cell, report) {
    if (/[\r\n]/.test(cell)) {
      report(
        'group-line-break',
        'Groups are separated by commas, not by line breaks. Write a comma instead.',
        cellOfGroups(itemsOf(cell, /[\r\n,]/)),
        // If the list also has commas, a line break without one may be part of a long name.
        cell.includes(',') && cell.split(',').some((item) => /[\r\n]/.test(item.trim()))
          ? 'likely'
          : 'certain',
      );
      return undefined;
    }
    const named = itemsOf(cell, ',');
    if (named.length < cell.split(',').length) {
      report(
        'group-empty',
        'The list has a comma with no group before or after it. Remove that comma.',
        cellOfGroups(named),
        'certain',
      );
      return undefined;
    }
    const shortened = [cell, ...named].find(inExponentForm);
    if (shortened !== undefined) {
      report('number-in-exponent-form', `${quote(shortened)} is not a group. ${exponentHint}`);
      return undefined;
    }
    const distinct = distinctGroups(named);
    const separated = named.find((item) => /[;|]/.test(item));
    const inQuotes = named.find(isInQuotes);
    // Many lists of ids look like one number with separators; but no id has a leading zero.
    if (/^[1-9]\d{0,2}(?:,\d{3})+$/.test(cell) && cell.includes(',0'))
      report(
        'group-thousands-separator',
        `${quote(cell)} is read as ${named.length} groups. If it is one number with thousands separators, remove them.`,
        cell.replaceAll(',', ''),
      );
    else if (named.some((item) => /^(?:CN|OU|DC)=/i.test(item)))
      report(
        'group-distinguished-name',
        `${quote(cell)} is a distinguished name from a directory such as Active Directory; here each part between commas is a separate group. Write only the names of the groups.`,
        cellOfGroups(namesInDirectory(cell)),
      );
    else if (separated !== undefined)
      report(
        'group-other-separator',
        `${quote(separated)} is read as one group. If it is several, write commas between them.`,
        cellOfGroups(itemsOf(cell, /[,;|]/)),
      );
    else if (inQuotes !== undefined)
      report(
        'group-in-quotes',
        `${quote(inQuotes)} is read as the name of a group, quotes included. If they are not part of the name, remove them.`,
        withoutQuotes(named),
      );
    else if (distinct.length < named.length)
      report(
        'group-repeated',
        // The lists are equal up to the first repeated group.
        `The group ${quote(named.find((item, at) => item !== distinct[at]) ?? '')} is in the list more than once. Name it once.`,
        distinct.join(','),
        'certain',
      );
    reportControls(cell, report);
    return distinct;
  },
  toApi: (value) => value.join(','),
  fromApi: (returned) => itemsOfApi(returned).join(','),
  same: (sent, returned) => sameSet(itemsOfApi(sent), itemsOfApi(returned)),
});

/** null: there is none. */
function cellOfGroups(items: readonly string[]): string | null {
  return distinctGroups(items).join(',') || null;
}

/** The groups' own names in a list of distinguished names, each of which starts with the name. */
function namesInDirectory(cell: string): string[] {
  const names = cell.matchAll(/(?:^|[;|]|DC=[^,;|]{1,64},)\s*CN=([^,;|]{1,256})/gi);
  return Array.from(names, ([, name = '']) => name.trim());
}

function isInQuotes(item: string): boolean {
  return /^"|^'.*'$/.test(item);
}

/** null: a quote without its counterpart, so its extent would be a guess. */
function withoutQuotes(items: readonly string[]): string | null {
  const bare = items.map((item) => item.replace(/^(["'])(.*)\1$/, '$2').trim());
  return bare.some((item) => item === '' || isInQuotes(item)) ? null : cellOfGroups(bare);
}

/** Each group at its first place; leading zeros of an id make no difference. */
function distinctGroups(items: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const item of items) {
    const key = /^\d+$/.test(item) ? item.replace(/^0+(?=\d)/, '') : item;
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}
