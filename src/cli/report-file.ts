import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { FileReport } from '../report/file/file-report.js';
import { hasErrorCode } from '../source/error-code.js';
import { NewFile, placeNamed } from '../source/new-file.js';
import { systemProblem } from './system-error.js';
import { removeAtExit } from './unfinished.js';

/** A report cannot be written (exit 2); the checked or imported file is not affected. */
export class ReportError extends Error {
  override name = 'ReportError';

  static from(cause: unknown, path: string): ReportError {
    if (cause instanceof ReportError) return cause;
    const why = systemProblem(cause)?.reason ?? `this is a bug, please report it: ${String(cause)}`;
    return new ReportError(`The report ${path} cannot be written: ${why}.`, { cause });
  }
}

/** Text is buffered up to this size; UTF-16 units. */
const writtenAtOnce = 64 * 1024;

/** A report being written: pieces are written in order, and it gets its path once it is complete. */
export class ReportFile {
  #waiting: string;
  #failure = Promise.resolve<ReportError | undefined>(undefined);

  private constructor(
    private readonly report: FileReport,
    private readonly path: string,
    private readonly start: string,
    private readonly file: NewFile,
  ) {
    this.#waiting = report.start;
  }

  /** Throws ReportError if it would replace something that is not a report. */
  static async create(path: string, start: string, report: FileReport): Promise<ReportFile> {
    await requireReplaceable(path, start);
    const created = NewFile.create({ ...placeNamed(path), onPartial: removeAtExit });
    const file = await created.catch((error: unknown) => {
      throw ReportError.from(error, path);
    });
    return new ReportFile(report, path, start, file);
  }

  /** Resolves once all pieces so far are written, or cannot be. */
  get failure(): Promise<ReportError | undefined> {
    return this.#failure;
  }

  put(piece: (report: FileReport) => string): void {
    this.#next(async () => {
      this.#waiting += piece(this.report);
      if (this.#waiting.length >= writtenAtOnce) await this.#flush();
    });
  }

  /** Writes the last piece, unless something else has taken its path in the meantime. */
  end(piece: (report: FileReport) => string): void {
    this.put(piece);
    this.#next(async () => {
      await this.#flush();
      await requireReplaceable(this.path, this.start);
      await this.file.publish({ replaces: true });
    });
  }

  /** Removes an incomplete report; does nothing after the end. */
  discard(): Promise<void> {
    return this.file.discard();
  }

  async #flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = '';
    await this.file.write(text);
  }

  #next(step: () => Promise<void>): void {
    this.#failure = this.#failure.then(
      (failure) =>
        failure ??
        step().then(
          () => undefined,
          (error: unknown) => ReportError.from(error, this.path),
        ),
    );
  }
}

/** An older report of ours may be replaced; any other file must not be lost. */
async function requireReplaceable(path: string, start: string): Promise<void> {
  if (await isReplaceable(path, Buffer.from(start))) return;
  throw new ReportError(`${path} exists already and is not a report: choose another name.`);
}

async function isReplaceable(path: string, start: Buffer): Promise<boolean> {
  try {
    // Opening a pipe would wait for its writer.
    if (!(await stat(path)).isFile()) return false;
    const found = await buffer(createReadStream(path, { end: start.length - 1 }));
    return found.length === 0 || found.equals(start);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return true;
    throw ReportError.from(error, path);
  }
}
