import { describe, expect, test } from 'vitest';
import { briefly, entriesOf } from './reading.js';

describe('lines', () => {
  test.each([
    ['LF', 'a\nb\nc', ['1: a', '2: b', '3: c']],
    ['CRLF', 'a\r\nb\r\nc\r\n', ['1: a', '2: b', '3: c']],
    ['CR', 'a\rb\rc\r', ['1: a', '2: b', '3: c']],
    ['all three, and blank lines', 'a\r\n\nb\r\rc\n\r\nd', ['1: a', '3: b', '5: c', '7: d']],
    ['LF in a cell', '"a\nb"\nc', ['1: a\nb', '3: c']],
    ['CRLF in a cell', '"a\r\nb"\r\nc', ['1: a\r\nb', '3: c']],
    ['CR in a cell', '"a\rb"\rc', ['1: a\rb', '3: c']],
    ['several multi-line cells', '"\n\n","\r"\nc', ['5: c']],
    ['blank cells alone', 'a,b\n , \n"",""\nc,', ['1: a|b', '4: c|']],
    ['a delimiter at the end of the file', 'a,', ['1: a|']],
    ['other line separators are text', 'a\u2028b\vc\u0085d\ne', ['1: a\u2028b\vc\u0085d', '2: e']],
    ['nothing', '', []],
  ])('%s', async (_, text, expected) => {
    expect(await briefly(text)).toEqual(expected);
  });
});

describe('comments', () => {
  test.each([
    ['count their cells', '# a, b\na,b', ['1: # 2', '2: a|b']],
    ['end with their line, even within quotes', '#"a\nb', ['1: # 1', '2: b']],
    ['count a quoted cell as one', '#"a,b",c\n', ['1: # 2']],
    [
      'are only recognised at the start of a record',
      'a,#b\n"x\n#y"\n"#z"\n #w',
      ['1: a|#b', '2: x\n#y', '4: #z', '5:  #w'],
    ],
    ['with CR', '#a\rb\r#c\r\nd', ['1: # 1', '2: b', '3: # 1', '4: d']],
  ])('%s', async (_, text, expected) => {
    expect(await briefly(text)).toEqual(expected);
  });
});

describe('quotes', () => {
  test.each([
    [
      'never closed: the next line is read as a record',
      'a\n"b\nc\nd',
      ['1: a', '2: quote-never-closed', '3: c', '4: d'],
    ],
    [
      'never closed, opened in a later line of its row',
      'a,"b\nc","d\ne\nf',
      ['1: quote-never-closed', '3: e', '4: f'],
    ],
    ['closed by a later row', 'a,"b\nc,"d"\ne', ['1: quote-misplaced', '2: c|d', '3: e']],
    ['text after the closing quote', '"a"b,c\nd', ['1: quote-misplaced', '2: d']],
    ['a space after the closing quote', '"a" ,c\nd', ['1: quote-misplaced', '2: d']],
    ['inside an unquoted cell', 'a"b,c\nd', ['1: quote-misplaced', '2: d']],
    ['after a space', 'a, "b"\nd', ['1: quote-misplaced', '2: d']],
    [
      'the rest of a line with an error is skipped',
      'a"b,"c\nd"',
      ['1: quote-misplaced', '2: quote-misplaced'],
    ],
    ['doubled', '"a""b",""""\n', ['1: a"b|"']],
    ['an empty quoted cell', '"",a', ['1: |a']],
  ])('%s', async (_, text, expected) => {
    expect(await briefly(text)).toEqual(expected);
  });

  test.each([
    ['x\n"a\nb","c\n', 'A quote opened on line 3 (cell 2) is never closed.'],
    [
      'a,"b\nc,"d"',
      'A quote opened on line 1 (cell 2) is closed on line 2 with text right after it.',
    ],
    ['a,b "c"', 'There is a quote on line 1 inside a cell that is not quoted (cell 2).'],
  ])('%j names the line and the cell', async (text, message) => {
    const broken = (await entriesOf(text)).find(({ type }) => type === 'broken');
    expect(broken).toMatchObject({ message: expect.stringContaining(message) as string });
  });
});

describe('records that are too long', () => {
  const limit = { maxRecordBytes: 10, blockBytes: 4 };
  test.each([
    ['a row', 'a\n12345678901\nb', ['1: a', '2: row-too-long', '3: b']],
    ['a row of many lines', '"\n","\n",12345\nb', ['1: row-too-long', '4: b']],
    [
      'a quoted cell',
      '"234567890\n234567890"\nb',
      ['1: quote-never-closed', '2: quote-misplaced', '3: b'],
    ],
    ['a quoted cell of one line', '"234567890123456789",a\nb', ['1: quote-never-closed', '2: b']],
    ['a row just within the limit', '123456789\nb', ['1: 123456789', '2: b']],
    ['a comment', '#23,567890,12345\nb', ['1: # 2', '2: b']],
  ])('%s', async (_, text, expected) => {
    for (const chunk of [1, 3, 100])
      expect(await briefly(text, { ...limit, chunk })).toEqual(expected);
  });

  test('the message names the limit', async () => {
    const [entry] = await entriesOf(Buffer.alloc(1024 * 1024 + 1, 'x'));
    expect(entry).toMatchObject({
      code: 'row-too-long',
      message: expect.stringContaining('1,048,576 bytes') as string,
    });
  });
});

test('another delimiter', async () => {
  expect(await briefly('a;b,c;"d;e"\n#a;b', { delimiter: ';' })).toEqual([
    '1: a|b,c|d;e',
    '2: # 2',
  ]);
});
