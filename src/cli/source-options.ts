import { tmpdir } from 'node:os';
import type { OpenOptions } from '../source/open.js';
import type { Io } from './io.js';

export function sourceOptions(io: Io): OpenOptions {
  return { stdin: io.stdin, tempDirectory: tmpdir() };
}
