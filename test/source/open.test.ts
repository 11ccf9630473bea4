import { appendFile, rename, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { FileChangedError, openSource, type Source } from '../../src/source/open.js';
import { makeDirectory } from '../directory.js';

const piece = 256 * 1024;
let directory: string;
let path: string;
let source: Source;

beforeEach(async () => {
  directory = await makeDirectory();
  path = join(directory, 'users.csv');
  await writeFile(path, 'a'.repeat(2 * piece));
  source = await openSource(path, { tempDirectory: directory });
  onTestFinished(() => source.close());
});

/** How many bytes a reading yields, and the error that ends it. */
async function read({ chunks }: ReturnType<Source['read']>): Promise<[number, unknown]> {
  let bytes = 0;
  try {
    for await (const chunk of chunks) bytes += chunk.length;
  } catch (error) {
    return [bytes, error];
  }
  return [bytes, undefined];
}

describe('a file that is read again', () => {
  it.each([
    ['is cut off after a whole chunk', () => truncate(path, piece), piece],
    ['is cut off within a chunk', () => truncate(path, piece + 1), piece],
    ['is empty', () => truncate(path, 0), 0],
    ['has more at its end', () => appendFile(path, 'b'), 2 * piece],
    ['differs in its first byte', () => writeFile(path, `b${'a'.repeat(2 * piece - 1)}`), 0],
  ])('%s: yields no byte from where it differs', async (_, change, same) => {
    const first = source.read();
    await read(first);
    await change();
    const [bytes, error] = await read(source.read(first.fingerprint()));
    expect(bytes).toBe(same);
    expect(error).toBeInstanceOf(FileChangedError);
  });

  const canReplaceOpen = process.platform !== 'win32';
  it.runIf(canReplaceOpen)('is the same file, even if another has its name by now', async () => {
    const first = source.read();
    await read(first);
    await writeFile(join(directory, 'other.csv'), 'b');
    await rename(join(directory, 'other.csv'), path);
    const again = source.read(first.fingerprint());
    expect(await read(again)).toEqual([2 * piece, undefined]);
    expect(again.fingerprint()).toEqual(first.fingerprint());
  });

  it('has no fingerprint before its end', async () => {
    const reading = source.read();
    expect(() => reading.fingerprint()).toThrow('has not been read to its end');
    await read(reading);
    expect(reading.fingerprint().sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
