import { execFileSync } from 'node:child_process';
import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBlock } from '../../src/source/parse.js';
import { recordsOf } from '../../src/source/records.js';
import type { ReadOptions } from '../../src/source/read-options.js';
import { bytesOf } from './reading.js';

/** The records of a file, and its detected format. */
async function read(
  bytes: Buffer,
  options: ReadOptions = {},
  chunk = 64 * 1024,
): Promise<{ rows: string[][]; broken: string[]; encoding: string; delimiter: string }> {
  const { blocks, format } = await recordsOf(bytesOf(bytes, options, chunk), (cell) =>
    names.has(cell),
  );
  const rows: string[][] = [];
  const broken: string[] = [];
  for await (const block of blocks)
    for (const entry of parseBlock(block)) {
      if (entry.type === 'row') rows.push([...entry.cells]);
      if (entry.type === 'broken') broken.push(`${entry.line} ${entry.code}: ${entry.message}`);
    }
  const { encoding, delimiter } = format();
  return { rows, broken, encoding, delimiter };
}

const names = new Set(['username', 'full_name', 'company']);

/** Encodes with an independent tool. */
function iconv(text: string, encoding: string): Buffer {
  return execFileSync('iconv', ['-f', 'UTF-8', '-t', encoding], { input: text });
}

const western = 'username,full_name,company\nrené,René Müller,“Æther” – Ltd…\nañil,Zoë Ibáñez,€\n';
const westernRows = [
  ['username', 'full_name', 'company'],
  ['rené', 'René Müller', '“Æther” – Ltd…'],
  ['añil', 'Zoë Ibáñez', '€'],
];
const anyScript = 'username,full_name\nольга,Ольга 李雷\nmüge,Müge 🦊\n';
const anyScriptRows = [
  ['username', 'full_name'],
  ['ольга', 'Ольга 李雷'],
  ['müge', 'Müge 🦊'],
];

describe('an encoding is detected', () => {
  test.each([
    ['UTF-8', Buffer.from(anyScript), 'utf-8', anyScriptRows],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${anyScript}`), 'utf-8', anyScriptRows],
    ['ASCII', Buffer.from('username\nada\n'), 'utf-8', [['username'], ['ada']]],
    ['UTF-16LE with a mark', iconv(`\ufeff${anyScript}`, 'UTF-16LE'), 'utf-16le', anyScriptRows],
    ['UTF-16LE', iconv(anyScript, 'UTF-16LE'), 'utf-16le', anyScriptRows],
    ['UTF-16BE', iconv(anyScript, 'UTF-16BE'), 'utf-16be', anyScriptRows],
    ['UTF-16BE with a mark', iconv(`\ufeff${anyScript}`, 'UTF-16BE'), 'utf-16be', anyScriptRows],
    ['Windows-1252', iconv(western, 'WINDOWS-1252'), 'windows-1252', westernRows],
    [
      'Latin-1',
      iconv('username,full_name\nrené,René Müller\n', 'ISO-8859-1'),
      'windows-1252',
      [
        ['username', 'full_name'],
        ['rené', 'René Müller'],
      ],
    ],
    [
      'a last letter with an accent',
      Buffer.from('username,full_name\na,Zo\xeb', 'latin1'),
      'windows-1252',
      [
        ['username', 'full_name'],
        ['a', 'Zoë'],
      ],
    ],
  ])('%s', async (_what, bytes, encoding, rows) => {
    for (const chunk of [1, 2, 3, 7, 64 * 1024])
      expect(await read(bytes, {}, chunk)).toEqual({ rows, broken: [], encoding, delimiter: ',' });
  });

  test('even if the first telling byte is late in the file', async () => {
    const many = 'someone,Some One,\n'.repeat(40_000);
    const bytes = Buffer.concat([
      Buffer.from(`username,full_name,company\n${many}`),
      iconv('rené,René Müller,“É.”\n', 'WINDOWS-1252'),
    ]);
    const { rows, encoding } = await read(bytes);
    expect(encoding).toBe('windows-1252');
    expect(rows.at(-1)).toEqual(['rené', 'René Müller', '“É.”']);
  });

  test('from the whole file: one invalid byte in UTF-8 is an error', async () => {
    const bytes = Buffer.concat([
      Buffer.from('username,full_name\na,Caf\xe9\n', 'latin1'),
      Buffer.from('b,Zoë Ëë\n'),
    ]);
    const { broken, encoding, rows } = await read(bytes);
    expect(encoding).toBe('utf-8');
    expect(broken).toEqual([
      expect.stringMatching(/^2 invalid-utf8: The byte 0xE9 on line 2 \(cell 2\)/),
    ]);
    expect(rows).toHaveLength(2);
  });
});

describe('the same encoding is detected however a file is chunked', () => {
  test.each([
    [
      'with a first character in UTF-8',
      `a,Zo\xc3\xab\n${'b,\xc9mile Zo\xeb\n'.repeat(20)}`,
      'utf-8',
    ],
    ['with adjacent non-ASCII bytes', 'a,\xe9\xe8\xe7\n', 'utf-8'],
    ['with single accented letters', 'a,Zo\xeb\nb,\xc9mile\n', 'windows-1252'],
  ])('%s', async (_what, rows, encoding) => {
    const bytes = Buffer.from(`username,full_name\n${rows}`, 'latin1');
    for (const chunk of [1, 2, 3, 7, 64 * 1024])
      expect((await read(bytes, {}, chunk)).encoding).toBe(encoding);
  });
});

describe('an ambiguous encoding is not guessed', () => {
  test.each([
    ['Cyrillic in Windows-1251', iconv('username,full_name\na,Ольга Иванова\n', 'WINDOWS-1251')],
    ['Japanese in Shift JIS', iconv('username,full_name\na,山田 太郎\n', 'SHIFT_JIS')],
    ['a byte that Windows-1252 lacks', Buffer.from('username,full_name\na,x\x81y z\n', 'latin1')],
  ])('%s', async (_what, bytes) => {
    const { encoding, broken, rows } = await read(bytes);
    expect(encoding).toBe('utf-8');
    expect(broken).toEqual([expect.stringMatching(/^2 invalid-utf8: .*--encoding/)]);
    expect(rows).toEqual([['username', 'full_name']]);
  });
});

describe('a given encoding', () => {
  test.each([
    ['windows-1251', 'WINDOWS-1251', 'Ольга Иванова'],
    ['shift_jis', 'SHIFT_JIS', '山田 太郎'],
    ['macintosh', 'MACINTOSH', 'René Müller'],
    ['utf-16be', 'UTF-16BE', 'Ольга 🦊'],
    ['latin1', 'ISO-8859-1', 'René Müller'],
    ['gb18030', 'GB18030', '李雷 韩梅梅'],
  ])('%s', async (encoding, tool, name) => {
    const bytes = iconv(`username,full_name\na,${name}\n`, tool);
    for (const chunk of [1, 5, 1024]) {
      const { rows, broken } = await read(bytes, { encoding }, chunk);
      expect(broken).toEqual([]);
      expect(rows[1]).toEqual(['a', name]);
    }
  });

  test.each([
    [
      'a lone surrogate in UTF-16',
      'utf-16le',
      Buffer.from('username,company\na,\ud83e\nb,c\n', 'utf16le'),
    ],
    [
      'half a character in Shift JIS',
      'shift_jis',
      Buffer.from('username,company\na,\x81\nb,c\n', 'latin1'),
    ],
    [
      'a byte that Windows-1252 lacks',
      'windows-1252',
      Buffer.from('username,company\na,\x81\nb,c\n', 'latin1'),
    ],
  ])('%s is an error of its row', async (_what, encoding, bytes) => {
    const { broken, rows } = await read(bytes, { encoding });
    expect(broken).toEqual([
      expect.stringMatching(/^2 invalid-utf8: Something on line 2 \(cell 2\)/),
    ]);
    expect(rows.at(-1)).toEqual(['b', 'c']);
  });

  test('is refused if it contradicts the byte order mark', async () => {
    await expect(
      read(iconv('\ufeffusername\n', 'UTF-16LE'), { encoding: 'utf-8' }),
    ).rejects.toThrow(/byte order mark of utf-16le/);
  });

  test('of UTF-16 has the byte order of its mark', async () => {
    const bytes = iconv('\ufeffusername\n', 'UTF-16BE');
    expect((await read(bytes, { encoding: 'UTF-16' })).rows).toEqual([['username']]);
  });

  test('is refused if it does not exist', async () => {
    await expect(read(Buffer.from('username\n'), { encoding: 'utf-9' })).rejects.toThrow(
      /no encoding "utf-9"/,
    );
  });
});

describe('the delimiter is detected from the header', () => {
  test.each([
    ['a comma', 'username,full_name\n', ','],
    ['a semicolon', 'username;full_name\n', ';'],
    ['a tab', 'username\tfull_name\n', '\t'],
    ['a bar', 'username|full_name\n', '|'],
    ['quoted names', '"username";"full_name"\n', ';'],
    ['one column', 'username\na;b;c\n', ','],
    ['names that contain another delimiter', 'username;"last, first";full_name\n', ';'],
    ['after comments and blank lines', '# a,b,c,d,e\n\nusername;full_name\n', ';'],
    ['unknown names', 'a;b;c\n', ';'],
    ["Excel's sep= line", 'sep=;\nusername,x;full_name\n', ';'],
  ])('%s', async (_what, text, delimiter) => {
    expect((await read(Buffer.from(text))).delimiter).toBe(delimiter);
  });

  test('a sep= line is not a row, but counts as a line', async () => {
    const { blocks } = await recordsOf(
      bytesOf('sep=;\r\nusername;full_name\r\na;b\r\n'),
      () => false,
    );
    const lines: number[] = [];
    for await (const block of blocks) lines.push(...parseBlock(block).map(({ line }) => line));
    expect(lines).toEqual([2, 3]);
  });

  test('unless it is given', async () => {
    const { rows, delimiter } = await read(Buffer.from('username:full_name\na:b\n'), {
      delimiter: ':',
    });
    expect({ rows, delimiter }).toEqual({
      rows: [
        ['username', 'full_name'],
        ['a', 'b'],
      ],
      delimiter: ':',
    });
  });

  test('and a sep= line that says what is given is not a row either', async () => {
    const bytes = Buffer.from('sep=;\nusername;full_name\n');
    expect((await read(bytes, { delimiter: ';' })).rows).toEqual([['username', 'full_name']]);
    expect((await read(bytes, { delimiter: ',' })).rows[0]).toEqual(['sep=;']);
  });
});

test('a file in any encoding with any delimiter is read', async () => {
  const encodings = [
    ['utf-8', 'UTF-8'],
    ['utf-16le', 'UTF-16LE'],
    ['utf-16be', 'UTF-16BE'],
    ['windows-1252', 'WINDOWS-1252'],
  ] as const;
  const cell = fc
    .array(fc.constantFrom('a', 'B', 'é', 'ß', '€', '"', ';', ',', '|', '\t', '\n', ' ', '#'), {
      maxLength: 6,
    })
    .map((characters) => `x${characters.join('')}`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(...encodings),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.boolean(),
      fc.integer({ min: 1, max: 50 }),
      async (rows, [encoding, tool], delimiter, compressed, chunk) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = [['username', 'full_name'], ...rows]
          .map((cells) => `${cells.map(quoted).join(delimiter)}\n`)
          .join('');
        const bytes = iconv(text, tool);
        const found = await read(compressed ? gzipSync(bytes) : bytes, { encoding }, chunk);
        expect(found.rows.slice(1)).toEqual(rows);
        expect(found.delimiter).toBe(delimiter);
      },
    ),
    { numRuns: 300 },
  );
});

describe('a file compressed with gzip', () => {
  const text = 'username,full_name\nada,Ada King\n';

  test('is read, even in several members', async () => {
    const parts = Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))]);
    for (const chunk of [1, 10, 1000])
      expect((await read(parts, {}, chunk)).rows).toEqual([
        ['username', 'full_name'],
        ['ada', 'Ada King'],
      ]);
  });

  test('is refused if it is truncated or damaged', async () => {
    const whole = gzipSync(text.repeat(50));
    for (let end = 3; end < whole.length; end += 1)
      await expect(read(whole.subarray(0, end))).rejects.toThrow(/damaged or cut off/);
    const damaged = Buffer.from(whole);
    damaged[whole.length - 5] = (damaged[whole.length - 5] ?? 0) ^ 1;
    await expect(read(damaged)).rejects.toThrow(/damaged or cut off/);
  });

  test('is refused if it is a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, '#'));
    await expect(read(bomb)).rejects.toThrow(/more than 300 times/);
  });
});
