import { open, type FileHandle } from 'node:fs/promises';
import { hasErrorCode } from '../../source/error-code.js';

/** The journal could not be written: nothing may be sent that cannot be recorded (exit 5). */
export class JournalError extends Error {
  override name = 'JournalError';

  /** Whether what was already written is gone too. */
  get lost(): boolean {
    return this.cause instanceof RemovedError;
  }

  /** For what the system refused to write. */
  static from(what: string, cause: unknown): JournalError {
    const reason = hasErrorCode(cause, 'ENOSPC', 'EDQUOT')
      ? 'the disk is full. Free some space'
      : cause instanceof Error
        ? cause.message
        : String(cause);
    return new JournalError(`${what} cannot be written: ${reason}.`, { cause });
  }
}

class RemovedError extends Error {
  override message = 'it was removed while it was in use';
}

interface JournalOptions<Record> {
  /** What messages call it. */
  readonly what?: string;
  /** A record as a line of it. */
  readonly render?: (record: Record) => string;
  /** Called with each record that is written, as a reader of the journal would be. */
  readonly progress?: { apply(record: Record): void };
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Writes one journal. Records are written in the order in which they are given; all that wait for
 * durability at one moment share one fsync. After a failed write nothing more is accepted: what reached the
 * disk may end in an incomplete line, which only a reader may cut off.
 */
export class Journal<Record> {
  #lines: string[] = [];
  #waiters: Waiter[] = [];
  #writing: Promise<void> | undefined;
  #failure: JournalError | undefined;

  private constructor(
    private readonly file: FileHandle,
    /** Not every file system counts a file's links. */
    private readonly linked: boolean,
    private readonly options: JournalOptions<Record>,
  ) {}

  /** Opens a journal for appending after its first `validBytes`; what follows is an incomplete line. */
  static async open<Record>(
    path: string,
    validBytes: number,
    options: JournalOptions<Record> = {},
  ): Promise<Journal<Record>> {
    const file = await open(path, 'a', 0o600);
    try {
      await file.truncate(validBytes);
      return new Journal(file, (await file.stat()).nlink > 0, options);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Resolves once the record and all before it are on disk; rejects with JournalError. */
  async append(record: Record): Promise<void> {
    if (this.#failure) throw this.#failure;
    await new Promise<void>((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#write(record);
    });
    this.options.progress?.apply(record);
  }

  /** Writes the record soon, in order. A failure surfaces in the next `append` or in `close`. */
  note(record: Record): void {
    this.#write(record);
    this.options.progress?.apply(record);
  }

  /**
   * Makes everything durable and closes the file; rejects with JournalError if anything was not written.
   */
  async close(): Promise<void> {
    await this.#writing;
    try {
      if (!this.#failure) await this.#makeDurable();
    } catch (error) {
      this.#fail(error);
    } finally {
      await this.file.close();
    }
    if (this.#failure) throw this.#failure;
  }

  #write(record: Record): void {
    this.#lines.push(this.options.render?.(record) ?? `${JSON.stringify(record)}\n`);
    this.#writing ??= this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    // Later in this turn of the event loop, so that records given together share a write.
    await Promise.resolve();
    while (this.#lines.length > 0 && !this.#failure) {
      const text = this.#lines.join('');
      const waiters = this.#waiters;
      this.#lines = [];
      this.#waiters = [];
      try {
        await this.file.appendFile(text);
        if (waiters.length > 0) await this.#makeDurable();
        for (const { resolve } of waiters) resolve();
      } catch (error) {
        this.#waiters.unshift(...waiters);
        this.#fail(error);
      }
    }
    this.#writing = undefined;
  }

  /** A file removed from its directory can still be written to, and is gone once it is closed. */
  async #makeDurable(): Promise<void> {
    await this.file.datasync();
    if (this.linked && (await this.file.stat()).nlink === 0) throw new RemovedError();
  }

  #fail(cause: unknown): void {
    this.#failure ??= JournalError.from(this.options.what ?? 'The journal', cause);
    for (const { reject } of this.#waiters) reject(this.#failure);
    this.#waiters = [];
    this.#lines = [];
  }
}
