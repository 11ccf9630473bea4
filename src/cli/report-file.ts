import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import type { FileReport } from '../report/file/file-report.js';
import { ReportError } from './report-error.js';
import { hasErrorCode } from '../source/error-code.js';

/** Small pieces wait until there is this much; UTF-16 units. */
const writtenAtOnce = 64 * 1024;

/**
 * A report on its way: written under another name beside its path, which only its owner can read, and
 * given its own when it is whole. Whichever way the process ends by itself, no half of it is left.
 */
export class ReportFile {
  #waiting: string;
  #failure: ReportError | undefined;
  readonly #remove = (): void => rmSync(this.partial, { force: true });

  private constructor(
    readonly report: FileReport,
    private readonly path: string,
    private readonly start: string,
    private readonly partial: string,
    private readonly handle: FileHandle,
  ) {
    this.#waiting = report.start;
    process.once('exit', this.#remove);
  }

  /** Throws ReportError where the report would take the place of what is none. */
  static async create(path: string, start: string, report: FileReport): Promise<ReportFile> {
    await requireReplaceable(path, start);
    const partial = `${path}.${randomBytes(4).toString('hex')}.partial`;
    const handle = await open(partial, 'wx', 0o600).catch((error: unknown) => {
      throw ReportError.from(error, path);
    });
    return new ReportFile(report, path, start, partial, handle);
  }

  /** Throws ReportError the first time that it cannot; what comes then is let go. */
  async write(text: string): Promise<void> {
    if (this.#failure) return;
    this.#waiting += text;
    if (this.#waiting.length >= writtenAtOnce) await this.#attempt(() => this.#flush());
  }

  /** Throws ReportError when it is not whole, or its name has been given to something else meanwhile. */
  async finish(text: string): Promise<void> {
    if (this.#failure) throw this.#failure;
    this.#waiting += text;
    await this.#attempt(async () => {
      await this.#flush();
      await this.handle.close();
      await requireReplaceable(this.path, this.start);
      await rename(this.partial, this.path);
    });
  }

  /** Leaves nothing behind of what is not whole; harmless after `finish`. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    this.#remove();
    process.off('exit', this.#remove);
  }

  async #flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = '';
    await this.handle.appendFile(text);
  }

  async #attempt(perform: () => Promise<void>): Promise<void> {
    try {
      await perform();
    } catch (cause) {
      this.#failure = ReportError.from(cause, this.path);
      throw this.#failure;
    }
  }
}

/** A report of ours may be written again; whatever else has that name may not be lost. */
async function requireReplaceable(path: string, start: string): Promise<void> {
  if (await isReplaceable(path, Buffer.from(start))) return;
  throw new ReportError(`${path} exists already and is not a report: choose another name.`);
}

async function isReplaceable(path: string, start: Buffer): Promise<boolean> {
  try {
    // To open a pipe would be to wait for its writer.
    if (!(await stat(path)).isFile()) return false;
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(start.length), 0, start.length);
      return bytesRead === 0 || buffer.subarray(0, bytesRead).equals(start);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return true;
    throw ReportError.from(error, path);
  }
}
