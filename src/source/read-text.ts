import { readFile } from 'node:fs/promises';
import { markOf } from './decode.js';

/**
 * A small text file, whole. Windows PowerShell writes what it redirects as UTF-16 and Notepad can begin
 * UTF-8 with a mark: the mark tells which, and is left out. Rejects with the system's error.
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  return new TextDecoder(markOf(bytes) ?? 'utf-8').decode(bytes);
}
