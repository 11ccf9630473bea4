import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { findIssues } from '../../src/validate/find-issues.js';
import { readTable } from '../../src/source/read.js';
import { matchHeader } from '../../src/source/header.js';
import { noHiddenRows } from '../../src/source/read-options.js';
import { splitRecords } from '../../src/source/split.js';
import { startWorkers } from '../../src/validate/workers.js';
import { run, workspace, type Workspace } from '../cli/command.js';
import { bytesOf } from '../source/reading.js';
import { now } from './checking.js';

const header = 'username,time_zone,company,self_managed';

/** Cells that make record boundaries hard to find. */
const cell = fc.oneof(
  fc.constantFrom('London', 'Y', 'N', 'Europe/Paris', '', '"two\nlines"', '"a, ""b"""', '"\r\n"'),
  fc.constantFrom('"never closed', 'a"b', '\u00e9', '#'),
);
const row = fc
  .tuple(fc.nat(40), cell, cell, cell)
  .map(([name, ...cells]) => [`user${name}`, ...cells].join(','));
const file = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: row }, fc.constantFrom('', '# a comment', '#,,,', 'ada,,,,')),
    {
      maxLength: 80,
    },
  )
  .chain((rows) => fc.constantFrom('\n', '\r\n', '\r').map((end) => [header, ...rows].join(end)));

/** All findings, with the file cut into small blocks. */
async function found(text: string, threads: number): Promise<unknown> {
  const bytes = Buffer.from(`${text}\n`);
  async function* chunks(from: number): AsyncGenerator<Buffer> {
    for (let at = from; at < bytes.length; at += 50)
      yield await Promise.resolve(bytes.subarray(at, at + 50));
  }
  const line = header.split(',');
  const columns = { ...matchHeader(line, 1), delimiter: ',' };
  const blocks = splitRecords(chunks(header.length), { blockBytes: 64 });
  const format = () => ({
    encoding: 'utf-8',
    delimiter: ',',
    lineEndings: [],
    hiddenRows: noHiddenRows,
    told: {},
  });
  const table = { header: columns, first: [], blocks, format };
  const check = findIssues(table, { now }, { threads, wholeRows: false });
  const rows: unknown[] = [];
  for await (const batch of check.rows) rows.push(...batch);
  return { rows, summary: check.summary };
}

describe('a file checked on several threads', () => {
  it('has the same issues in the same order, and the same counts', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 3 }), async (text, threads) => {
        expect(await found(text, threads)).toEqual(await found(text, 0));
      }),
      { numRuns: 15 },
    );
  });
});

/** Where Linux lists them. */
const openFiles = '/proc/self/fd';

test.runIf(existsSync(openFiles))('a thread that is closed early leaves no file open', async () => {
  const layout = matchHeader(['username'], 1);
  for (let ms = 0; ms < 60; ms += 3) {
    const workers = startWorkers(1, layout, { now });
    await setTimeout(ms);
    await workers.close();
  }
  const open = readdirSync(openFiles).flatMap((file) => {
    // The listing itself is among them, and closed by now.
    const path = `${openFiles}/${file}`;
    return existsSync(path) ? readlinkSync(path) : [];
  });
  expect(open.filter((path) => /[\\/](?:dist|csv-parse)[\\/]/.test(path))).toEqual([]);
});

test('a thread that has failed rejects every block with the same error', async () => {
  const workers = startWorkers(1, matchHeader(['username'], 1), { now });
  const block = () => ({
    bytes: Buffer.from('ada\n'),
    starts: new Uint32Array(1),
    lines: new Uint32Array(1),
    others: 'nothing that can be read' as never,
    delimiter: ',',
    encoding: 'utf-8',
  });
  const why = await workers.check(block()).catch((error: unknown) => error);
  expect(why).toBeInstanceOf(Error);
  for (const again of [block(), block()]) await expect(workers.check(again)).rejects.toBe(why);
  await workers.close();
}, 20_000);

describe('the command', () => {
  let space: Workspace;

  beforeEach(async () => {
    space = await workspace();
  });

  it('reports the issues of a large file as on one thread', async () => {
    // Just enough rows for threads to be started.
    const count = 42_000;
    const rows = Array.from({ length: count }, (_, index) => {
      const name = index % 1000 === 999 ? 'again' : `user.${index}`;
      return `${name},okta,"${'x'.repeat(800)}\n${index}",${index % 777 === 0 ? 'Europe/Paris' : 'London'}`;
    });
    const path = await space.file(
      'large.csv',
      `username,authentication_method,notes,time_zone\n${rows.join('\n')}\n`,
    );
    const large = await run(['validate', path, '--ndjson']);
    expect(large.code).toBe(1);
    const lines = large.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const table = await readTable(bytesOf(await readFile(path)));
    const alone = findIssues(table, { now: Date.now() }, { threads: 0, wholeRows: false });
    const issues: object[] = [];
    for await (const batch of alone.rows) issues.push(...batch.flatMap((row) => row.issues));
    expect(lines.slice(0, -1)).toEqual(issues);
    expect(lines.at(-1)).toMatchObject(alone.summary);
    expect(alone.summary.rows).toBe(count);
    expect(issues).toHaveLength(41 + 55);
  });
});
