import type { Readable, Writable } from 'node:stream';
import { printableLines } from '../columns/printable.js';
import { jsonText } from '../report/json-text.js';
import { plain, type Style } from '../report/style.js';
import { exitCodes, type ExitCode } from './exit.js';

/** The process, as the commands see it. */
export interface Io {
  /** The program's version. */
  readonly version: string;
  /** What was typed after the program's name. */
  readonly args: readonly string[];
  readonly stdin: Readable & {
    readonly isTTY?: boolean;
    readonly setRawMode?: (raw: boolean) => unknown;
  };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** From now on the command ends with 0 if nobody reads its output: continuing would be pointless. */
  readonly endUnread: () => void;
}

/** Flags that every command has. */
export interface CommonFlags {
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

/** With --quiet, the result is printed only if not everything worked. */
export function isSilent({ quiet }: CommonFlags, code: ExitCode): boolean {
  return quiet === true && code === exitCodes.ok;
}

/** Whether a stream gets colour and animation. */
export function isRich(stream: Io['stderr'], env: Io['env'], flags: CommonFlags): boolean {
  return (
    stream.isTTY === true &&
    flags.color !== false &&
    (env.NO_COLOR ?? '') === '' &&
    env.TERM !== 'dumb'
  );
}

/** For a pipe or TERM=dumb, arrows and marks are avoided: read aloud, they mean nothing. */
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

/** Writes rows unchanged; on a terminal, which would obey control characters, they are escaped. */
export function writeRows(stdout: Io['stdout'], rows: string): Promise<void> {
  return write(stdout, stdout.isTTY ? printableLines(rows) : rows);
}

/** Writes the document for --json. */
export function writeJson({ stdout }: Io, document: unknown): Promise<void> {
  return write(stdout, `${jsonText(document, 2)}\n`);
}

/** Writes and waits until the stream can take more, so that memory stays constant with a slow pipe. */
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
