import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBlock } from '../../src/source/parse.js';
import { SourceError } from '../../src/source/row.js';
import { recordsOf } from '../../src/source/records.js';
import { briefly, bytesOf, entriesOf } from './reading.js';

const cuts = fc.record({
  chunk: fc.integer({ min: 1, max: 20 }),
  blockBytes: fc.integer({ min: 1, max: 40 }),
});

/** The line on which text appended to this one would start. */
const nextLine = (text: string): number => text.split(/\r\n|\r|\n/).length;
const isAscending = (lines: number[]): boolean =>
  lines.every((line, index) => index === 0 || line > (lines[index - 1] ?? line));
const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

test('a written file is read back, however it is chunked', async () => {
  const plain = fc.stringMatching(/^[a-c#é€ ]{0,4}$/).map((text) => ({ text, written: text }));
  const inQuotes = fc.stringMatching(/^[a,"#\r\né]{0,6}$/).map((text) => ({
    text,
    written: `"${text.replaceAll('"', '""')}"`,
  }));
  const cells = fc.array(fc.oneof(plain, inQuotes), { minLength: 1, maxLength: 4 });
  const part = fc.oneof(
    { weight: 5, arbitrary: cells },
    { weight: 1, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.stringMatching(/^#[a"é]{0,4}$/) },
  );
  const parts = fc.array(fc.tuple(part, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 12 });

  await fc.assert(
    fc.asyncProperty(parts, cuts, async (written, cut) => {
      let text = '';
      const expected: string[] = [];
      for (const [content, ending] of written) {
        // After a CR, a blank line with LF would become part of a CRLF.
        const separator = text.endsWith('\r') && content === '' && ending === '\n' ? '\r' : ending;
        const line = nextLine(text);
        if (typeof content === 'string') {
          text += content + separator;
          if (content !== '') expected.push(`${line}: # 1`);
          continue;
        }
        const [first = '', ...others] = content.map((cell) => cell.written);
        const safe = first.startsWith('#') ? `"${first}"` : first;
        text += [safe, ...others].join(',') + separator;
        const row = content.map((cell) => cell.text);
        if (!isBlank(row)) expected.push(`${line}: ${row.join('|')}`);
      }
      expect(await briefly(text, cut)).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('any mixture of quotes and line breaks is read like the reference implementation', async () => {
  const texts = fc
    .array(fc.constantFrom('"', '"', ',', '\n', '\r', '\r\n', 'a', ' ', '#', '""', 'é'), {
      maxLength: 40,
    })
    .map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(texts, cuts, async (text, cut) => {
      const found = (await briefly(text, cut)).map((entry) => entry.replace(/# \d+$/, '#'));
      expect(found).toEqual(plainReading(text));
    }),
    { numRuns: 5000 },
  );
});

test('any bytes are read to their end', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.array(fc.constantFrom(0x22, 0x2c, 0x0a, 0x0d, 0x23, 0xc3, 0xa9, 0xff, 0x61), {
      maxLength: 60,
    }),
  );
  await fc.assert(
    fc.asyncProperty(bytes, cuts, async (content, cut) => {
      const file = Buffer.concat([Buffer.from(content), Buffer.from('\nlast')]);
      const entries = await entriesOf(file, cut);
      const last = nextLine(file.toString('latin1'));
      expect(entries.at(-1)).toMatchObject({ type: 'row', line: last, cells: ['last'] });
      expect(entries.map(({ line }) => line)).toSatisfy(isAscending);
    }),
    { numRuns: 1000 },
  );
});

test('any bytes are read in some encoding with some delimiter, or refused with a SourceError', async () => {
  const magic = fc.constantFrom('', '1f8b08', 'fffe', 'feff', 'efbbbf', '504b0304', 'd0cf11e0');
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.array(fc.constantFrom(0x22, 0x2c, 0x3b, 0x09, 0x0a, 0x0d, 0x23, 0xc3, 0xa9, 0xe9, 0x00), {
      maxLength: 80,
    }),
  );
  await fc.assert(
    fc.asyncProperty(magic, bytes, cuts, async (start, content, { chunk }) => {
      const file = Buffer.concat([Buffer.from(start, 'hex'), Buffer.from(content)]);
      const lines: number[] = [];
      try {
        const { blocks } = await recordsOf(bytesOf(file, {}, chunk), () => false);
        for await (const block of blocks) lines.push(...parseBlock(block).map(({ line }) => line));
      } catch (error) {
        expect(error).toBeInstanceOf(SourceError);
        return;
      }
      expect(lines).toSatisfy(isAscending);
    }),
    { numRuns: 3000 },
  );
});

/**
 * A reference implementation: regular expressions for the borders, csv-parse for one record at a time, the
 * text so far for the line.
 */
function plainReading(text: string): string[] {
  const oneCell = /(?:"(?:[^"]|"")*"|[^",\r\n]*)(?=[,\r\n]|$)/.source;
  const record = new RegExp(`(${oneCell}(?:,${oneCell})*)(?:\\r\\n|\\n|\\r|$)`, 'y');
  const goodCells = new RegExp(`(?:${oneCell},)*`, 'y');
  const restOfLine = /[^\r\n]*(?:\r\n|\n|\r|$)/y;
  const match = (pattern: RegExp, from: number): RegExpExecArray | null => {
    pattern.lastIndex = from;
    return pattern.exec(text);
  };
  const after = (pattern: RegExp, from: number): number =>
    from + (match(pattern, from)?.[0].length ?? 0);

  const found: string[] = [];
  for (let at = 0; at < text.length;) {
    const line = nextLine(text.slice(0, at));
    const whole = match(record, at);
    if (/[\r\n]/.test(text.charAt(at))) at = after(restOfLine, at);
    else if (text[at] === '#') {
      found.push(`${line}: #`);
      at = after(restOfLine, at);
    } else if (whole) {
      const [cells = []] = parse(whole[1] ?? '', { record_delimiter: ['\r\n', '\n', '\r'] });
      if (!isBlank(cells)) found.push(`${line}: ${cells.join('|')}`);
      at += whole[0].length;
    } else {
      const bad = after(goodCells, at);
      const quote = text.indexOf('"', bad);
      const neverClosed = quote === bad && !/^"(?:[^"]|"")*"(?!")/.test(text.slice(bad));
      found.push(`${line}: quote-${neverClosed ? 'never-closed' : 'misplaced'}`);
      at = after(restOfLine, quote);
    }
  }
  return found;
}
