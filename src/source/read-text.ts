import { readFile } from 'node:fs/promises';
import { markOf } from './decode.js';

/**
 * The whole text of a small file. Windows PowerShell redirects output as UTF-16, and Notepad may start
 * UTF-8 with a mark: the mark decides, and is removed. Rejects with the system's error.
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  return new TextDecoder(markOf(bytes) ?? 'utf-8').decode(bytes);
}
