import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { JournalUnreadableError } from '../src/run/journal/reader.js';
import { readProgress } from '../src/run/journal/progress.js';
import { fuzz } from './fuzz.js';

const directory = mkdtempSync(join(tmpdir(), 'files-bulk-import-fuzz-'));
const path = join(directory, 'journal.ndjson');

afterAll(() => rmSync(directory, { recursive: true }));

const lines = [
  '{"type":"run","version":1,"id":"20270314-093012-a1b2c3","startedAt":"2027-03-14T09:30:12.000Z","program":"p 1","file":{"name":"users.csv","path":"/users.csv","sha256":"ab"},"site":"https://acme.files.com/api/rest/v1","options":{"existing":"error","skipInvalid":false,"createFolders":true,"updatePasswords":false}}',
  '{"type":"start","line":2,"action":"create","username":"ada","from":1,"until":30001}',
  '{"type":"user","line":2,"username":"ada","id":102,"createdAt":"2027-03-14T09:30:12Z","adopted":false}',
  '{"type":"folder","path":"Sales"}',
  '{"type":"end","line":2,"outcome":"created"}',
  '{"type":"start","line":3,"action":"create","username":"bob","from":1,"until":30001}',
  '{"type":"end","line":3,"outcome":"failed","username":"bob","problems":[{"column":null,"message":"No."}]}',
  '{"type":"ended","at":"2027-03-14T09:31:00.000Z"}',
];

/**
 * A journal is read, or refused with a line number or its version. One that is read has only whole lines of
 * JSON up to where it continues, and reads the same without the torn rest.
 */
fuzz('journal', {
  seeds: [`${lines.join('\n')}\n`, `${lines.slice(0, 4).join('\n')}\n${lines[4]?.slice(0, 20)}`],
  words: [
    ...lines.map((line) => `${line}\n`),
    '\n',
    '\r\n',
    '\0',
    '{',
    '}',
    '"line":',
    '"id":',
    '-1',
  ],
  async check(input) {
    const told = await progressOf(input);
    if (told === undefined || 'refused' in told) return;
    const whole = input.subarray(0, told.validBytes);
    expect(whole.at(-1)).toBe(10);
    expect(input.indexOf(10, told.validBytes)).toBe(-1);
    for (const line of whole.toString('utf8').trimEnd().split('\n'))
      expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(await progressOf(whole)).toEqual(told);
  },
});

async function progressOf(bytes: Buffer) {
  writeFileSync(path, bytes);
  try {
    return await readProgress(path);
  } catch (error) {
    expect(error).toBeInstanceOf(JournalUnreadableError);
    expect(String(error)).toMatch(/line \d+|version/);
    return { refused: String(error) };
  }
}
