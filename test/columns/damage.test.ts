import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Certainty } from '../../src/columns/column.js';
import { undoMojibake } from '../../src/columns/mojibake.js';
import { readCell } from '../../src/columns/read-cell.js';
import type { ColumnName } from '../../src/columns/table.js';
import { columnOf, now } from './reading.js';

type Said = readonly [string, string | null | undefined, Certainty | undefined];

/** The problems of a cell, as `code → suggestion`, with ! if the suggestion is certain. */
function said(name: ColumnName, cell: string): string[] {
  const all: Said[] = [];
  readCell(
    columnOf(name),
    cell,
    false,
    (code, _message, suggestion, certainty) => all.push([code, suggestion, certainty]),
    { now },
  );
  return all.map(([code, suggestion, certainty]) =>
    suggestion === undefined || suggestion === null
      ? code
      : `${code} → ${suggestion}${certainty === 'certain' ? '!' : ''}`,
  );
}

describe('damage to a cell by a spreadsheet', () => {
  test.each<[ColumnName, string, string[]]>([
    ['username', '1.23E+11', ['number-in-exponent-form']],
    ['username', '4,5e+08', ['number-in-exponent-form']],
    ['username', '1E+5 ada', []],
    ['username', '12E5', []],
    ['group_ids', '1.23E+11', ['number-in-exponent-form']],
    ['group_ids', '1,23E+11', ['number-in-exponent-form']],
    ['group_ids', 'Sales,5E+8', ['number-in-exponent-form']],
    ['company', '1.23E+11', ['text-in-exponent-form']],
    ['password', '1.23E+11', ['text-in-exponent-form']],
    ['workspace_id', '1.23E+11', ['not-a-whole-number']],
    ['company', '#N/A', ['spreadsheet-error']],
    ['password', '#N/A', ['spreadsheet-error']],
    ['password', '########', []],
    ['ssh_public_key', '#FIELD!', ['spreadsheet-error']],
    ['site_admin', '#REF!', ['spreadsheet-error']],
    ['username', '########', ['spreadsheet-error']],
    ['username', '#hash', []],
    ['password', '####', []],
    ['notes', '#N/A', []],
    // What LibreOffice 7.4 writes into a CSV, in each language.
    ...[
      '#N/A #DIV/0! #VALUE! #NAME? Err:502 #REF!',
      '#NV #WERT! Fehler:502 #BEZUG!',
      '#N/D #DIV/0\u00a0! #VALEUR\u00a0! #NOM\u00a0? Err\u00a0:502 #RÉF\u00a0!',
      '#¡DIV/0! #¡VALOR! #¿NOMBRE? #¡REF!',
      '#VALORE! #NOME? #RIF!',
      '#N/B #DELING.DOOR.0! #WAARDE! #NAAM? Fout:502 #VERW!',
      '#VALOR! Erro:502',
      '#DZIEL/0! #ARG! #NAZWA? Błąd:502 #ADR!',
      '#SAKNAS #VÄRDE! #NAMN? Fel:502',
    ]
      .flatMap((line) => line.split(' '))
      .map((error): [ColumnName, string, string[]] => ['company', error, ['spreadsheet-error']]),
    ['company', 'Err:5021', []],
    ['ip_whitelist', '2001:db8::5:502', []],
    ['notes', 'a'.repeat(32_767), ['cell-cut']],
    ['notes', 'a'.repeat(32_768), []],
    ['group_ids', '12,045', ['group-thousands-separator → 12045']],
    [
      'group_ids',
      'CN=Sales,OU=Groups,DC=example;CN=VPN,CN=Users,DC=example',
      ['group-distinguished-name → Sales,VPN'],
    ],
    [
      'group_ids',
      'cn=Sales,dc=example,CN=VPN,dc=example',
      ['group-distinguished-name → Sales,VPN'],
    ],
    ['group_ids', 'OU=Sales', ['group-distinguished-name']],
    ['group_ids', 'Sales,CNC=1', []],
    ['group_ids', '1,000,000', ['group-thousands-separator → 1000000']],
    ['group_ids', '101,102', []],
    ['group_ids', '012,045', []],
    ['group_ids', 'Sales\nSupport', ['group-line-break → Sales,Support!']],
    ['group_ids', 'Sales,\r\nSupport', ['group-line-break → Sales,Support!']],
    ['group_ids', 'CORP\\network', []],
    ['group_ids', 'Sales;Support,HR', ['group-other-separator → Sales,Support,HR']],
    ['group_ids', 'Sales|Support;', ['group-other-separator → Sales,Support']],
    ['group_ids', ';', ['group-other-separator']],
    ['group_ids', '"Sales","Support"', ['group-in-quotes → Sales,Support']],
    ['group_ids', "'Sales', Support", ['group-in-quotes → Sales,Support']],
    ['group_ids', '"Sales, EMEA"', ['group-in-quotes']],
    ['group_ids', '""', ['group-in-quotes']],
    ['group_ids', "''Sales''", ['group-in-quotes']],
    ['group_ids', 'the "A" team,\'n span,12"', []],
    [
      'folder_permissions',
      'Sales=full\\nSupport=list',
      ['folder-permission-separator → Sales=full|Support=list!'],
    ],
  ])('%s %j', (name, cell, expected) => {
    expect(said(name, cell)).toEqual(expected);
  });
});

describe('a date that a spreadsheet has rewritten', () => {
  test.each([
    ['3/14/2027', /seems to be 2027-03-14\. It has no time/],
    ['14/3/2027', /seems to be 2027-03-14\./],
    ['14.03.2027', /seems to be 2027-03-14\./],
    ['3.4.2027', /seems to be 2027-04-03\./],
    ['5/5/2027', /seems to be 2027-05-05\./],
    ['3/4/2027', /which the month is unclear/],
    ['2027/3/14', /seems to be 2027-03-14\./],
    ['14-Mar-27', /seems to be 2027-03-14\./],
    ['March 14, 2027', /seems to be 2027-03-14\./],
    ['3/14/2027 1:27 PM', /seems to be 2027-03-14T13:27:00\. It has no offset/],
    ['3/14/2027 12:05 AM', /seems to be 2027-03-14T00:05:00\./],
    ['44567.5', /seems to be 2022-01-06T12:00:00\./],
    ['2027-03-14 13:27', /no offset/],
  ])('%s is understood, but has no suggestion without an offset', (cell, message) => {
    const problems: [string, string | null][] = [];
    readCell(
      columnOf('require_login_by'),
      cell,
      true,
      (_code, text, suggestion = null) => problems.push([text, suggestion]),
      { now },
    );
    expect(problems).toEqual([[expect.stringMatching(message), null]]);
  });

  test.each([
    ['3/14/2027 1:27 PM +02:00', '2027-03-14T13:27:00+02:00'],
    ['14.03.2027 13:27:01 UTC', '2027-03-14T13:27:01Z'],
  ])('%s is complete', (cell, suggestion) => {
    expect(said('require_login_by', cell)).toEqual([`date-malformed → ${suggestion}`]);
  });

  test.each(['31/31/2027', '3/14/2027 25:00 Z', '123456', '10000', '1/2', '14-Foo-27', '27-03-14'])(
    '%s is not a date',
    (cell) => expect(said('require_login_by', cell)).toEqual(['date-malformed']),
  );
});

describe('invisible and confusable characters', () => {
  test.each<[ColumnName, string, string[]]>([
    ['username', 'ada\u200b', ['invisible-character → ada!']],
    ['username', 'ada\u00a0king', ['invisible-character → ada king!']],
    ['username', 'ada\u202eking', ['invisible-character → adaking!']],
    ['username', '\u200b', ['invisible-character']],
    ['group_ids', 'Sales\ufeff,Support', ['invisible-character → Sales,Support!']],
    ['root_folder', 'Home\u202fBase', ['invisible-character → Home Base!']],
    ['folder_permissions', 'Sales\u2060=full', ['invisible-character → Sales=full!']],
    ['site_admin', 'Y\u200b', ['invisible-character → Y!', 'not-yes-or-no']],
    // Persian needs U+200C, emoji U+200D.
    ['root_folder', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', []],
    ['root_folder', '\ud83d\udc69\u200d\ud83d\udcbb', []],
    ['root_folder', 'Sales\u200d', ['invisible-character → Sales!']],
    ['full_name', 'Ada\u00a0de King', []],
    ['notes', 'a\u00a0b', []],
    ['password', 'a\u00a0b', ['secret-odd-character']],
    ['password', 'a\u2019b', ['secret-odd-character']],
    ['username', 'o\u2019brien', ["typographic-quote → o'brien!"]],
    ['email', 'o\u2019brien@example.com', ["typographic-quote → o'brien@example.com!"]],
    ['username', '\u201cada\u201d', ['typographic-quote → "ada"']],
    ['group_ids', 'Children\u2019s Ward', ["typographic-quote → Children's Ward"]],
    ['full_name', 'Ada O\u2019Brien', []],
    ['username', 'a\u061cb', ['invisible-character → ab!']],
    ['username', 'a\u2028b', ['invisible-character → a b!']],
    ['username', 'a\u3164b', ['invisible-character → ab!']],
    ['group_ids', 'a\u2800b', ['invisible-character → a b!']],
    // Control characters
    ['username', 'ada\tking', ['username-control-character → ada king']],
    ['home_folder', 'Home\u0007/ada', ['control-character → Home/ada']],
    ['root_folder', 'Home\nada', ['control-character → Home ada']],
    ['group_ids', 'Sales\tNorth', ['control-character → Sales North']],
    ['folder_permissions', 'Sal\u0000es=list', ['control-character → Sales']],
    ['password', 'a\tb', ['secret-odd-character']],
    ['password', 'ab\n', ['secret-odd-character']],
    ['password', ' a b ', []],
    ['notes', 'a\tb\nc', []],
  ])('%s %j', (name, cell, expected) => {
    expect(said(name, cell)).toEqual(expected);
  });

  test('a password is neither shown nor corrected', () => {
    const messages: unknown[] = [];
    readCell(columnOf('password'), 'hush\u200b', false, (...told) => messages.push(...told), {
      now,
    });
    expect(JSON.stringify(messages)).not.toContain('hush');
    expect(messages).toHaveLength(2);
  });
});

describe('text decoded with the wrong encoding', () => {
  test.each<[ColumnName, string, string[]]>([
    ['full_name', 'Ren\u00c3\u00a9 M\u00c3\u00bcller', ['mojibake → Ren\u00e9 M\u00fcller']],
    ['notes', 'it\u00e2\u20ac\u2122s', ['mojibake → it\u2019s']],
    ['username', 'ren\u00c3\u00a9', ['mojibake → ren\u00e9']],
    // Here a no-break space is half of an \u00e0, not an invisible character.
    ['username', 'voil\u00c3\u00a0x', ['mojibake → voil\u00e0x']],
    ['full_name', 'Ren\ufffd Meyer', ['replacement-character']],
    ['full_name', 'Ren\u00e9 M\u00fcller', []],
    ['company', 'NESTL\u00c9\u00ae', []],
    ['company', '\u00c3lvares \u00c2 \u00e2ge', []],
  ])('%s %j', (name, cell, expected) => {
    expect(said(name, cell)).toEqual(expected);
  });

  test('a name with accents is not taken for damage', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöüßéèêçñåøłÉÀÑÜ]{1,12}$/), (name) => {
        expect(undoMojibake(name)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  test('damaged western names are restored', () => {
    const windows1252 = new TextDecoder('windows-1252');
    const letters = fc.stringMatching(/^[a-zäöüßéèêçñåøł€“”’–]{1,12}$/);
    fc.assert(
      fc.property(letters, (name) => {
        const damaged = windows1252.decode(Buffer.from(name));
        expect(undoMojibake(damaged)).toBe(damaged === name ? undefined : name);
      }),
      { numRuns: 2000 },
    );
  });
});
