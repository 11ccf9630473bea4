import type { Readable, Writable } from 'node:stream';
import { printableLines } from '../columns/printable.js';
import { jsonText } from '../report/json-text.js';
import { plain, type Style } from '../report/style.js';
import { exitCodes, type ExitCode } from './exit.js';

/** The process as the commands see it. */
export interface Io {
  /** That of the program. */
  readonly version: string;
  readonly stdin: Readable & {
    readonly isTTY?: boolean;
    readonly setRawMode?: (raw: boolean) => unknown;
  };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** From now on the command ends, with 0, when nobody reads its output: to go on would be for nothing. */
  readonly endUnread: () => void;
}

/** Flags that every command has. */
export interface CommonFlags {
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

/** With --quiet, how a command ended is told when not all of it worked. */
export function isSilent({ quiet }: CommonFlags, code: ExitCode): boolean {
  return quiet === true && code === exitCodes.ok;
}

/** Whether a stream is to have colour and animation. */
export function isRich(stream: Io['stderr'], env: Io['env'], flags: CommonFlags): boolean {
  return (
    stream.isTTY === true &&
    flags.color !== false &&
    (env.NO_COLOR ?? '') === '' &&
    env.TERM !== 'dumb'
  );
}

/** Of a pipe, and of a terminal that cannot place text (TERM=dumb): read aloud, arrows and marks say nothing. */
export function isPlain(stream: Io['stderr'], env: Io['env']): boolean {
  return !stream.isTTY || env.TERM === 'dumb';
}

/** chalk on a terminal; loaded only there. */
export async function styleFor(
  stream: Io['stderr'],
  env: Io['env'],
  flags: CommonFlags,
): Promise<Style> {
  return isRich(stream, env, flags) ? new (await import('chalk')).Chalk({ level: 1 }) : plain;
}

/** Writes rows as they are; on a terminal, which would obey what is in them, they are shown escaped. */
export function writeRows(stdout: Io['stdout'], rows: string): Promise<void> {
  return write(stdout, stdout.isTTY ? printableLines(rows) : rows);
}

/** Writes the document that --json asks for. */
export function writeJson({ stdout }: Io, document: unknown): Promise<void> {
  return write(stdout, `${jsonText(document, 2)}\n`);
}

/** Writes and waits until the stream can take more, so that memory stays flat into a slow pipe. */
export function write(stream: Writable, content: string | Uint8Array): Promise<void> {
  if (content.length === 0 || stream.destroyed) return Promise.resolve();
  if (stream.write(content)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}
