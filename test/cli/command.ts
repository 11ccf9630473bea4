import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { makeDirectory } from '../directory.js';

export const bin = fileURLToPath(new URL('../../bin/files-bulk-import.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** What it has written to standard error so far. */
  readonly stderr: () => string;
  readonly finished: Promise<Finished>;
}

/** Starts the built command. */
export function start(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
): Running {
  const home = options.env?.HOME ?? tmpdir();
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd,
    // Windows calls it USERPROFILE.
    env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home, ...options.env },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return listenTo(child);
}

function listenTo(child: ChildProcessByStdio<Writable | null, Readable, Readable>): Running {
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return { child, stderr: () => output.stderr, finished };
}

export function run(
  args: readonly string[],
  options: Parameters<typeof start>[1] = {},
): Promise<Finished> {
  return start(args, options).finished;
}

/** Runs a line of bash in which `$tool` is the command. */
export function shell(line: string, env: Record<string, string> = {}): Promise<Finished> {
  const child = spawn('bash', ['--norc', '-c', line], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: tmpdir(), tool: `${process.execPath} ${bin}`, ...env },
  });
  return listenTo(child).finished;
}

export interface Workspace {
  readonly path: string;
  readonly file: (name: string, text: string) => Promise<string>;
}

/** A directory, removed when the test ends. */
export async function workspace(): Promise<Workspace> {
  const path = await makeDirectory();
  return {
    path,
    file: async (name, text) => {
      const file = join(path, name);
      await writeFile(file, text);
      return file;
    },
  };
}
