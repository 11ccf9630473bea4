import { randomBytes } from 'node:crypto';
import { constants, createWriteStream, type WriteStream } from 'node:fs';
import { open, realpath, rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import {
  fileReport,
  reportExtensions,
  reportStarts,
  type FileReport,
  type FileReportOptions,
  type ReportEnd,
  type ReportExtension,
} from '../report/file-report.js';
import type { RowOutcome } from '../run/row-account.js';
import type { RowFindings } from '../validate/row-findings.js';
import { UsageError } from './exit.js';
import { write } from './io.js';
import { removeAtExit } from './unfinished.js';

export interface ReportFileFlags {
  readonly report?: readonly string[];
}

/** The reports that --report asks for, each written beside its name until it is whole. */
export interface ReportFiles {
  readonly paths: readonly string[];
  add(rows: readonly RowFindings[]): Promise<void>;
  addOutcome(outcome: RowOutcome): Promise<void>;
  /** Gives the reports their names. */
  end(end: ReportEnd): Promise<void>;
  /** Removes what is not whole; nothing after `end`. */
  discard(): Promise<void>;
}

/** Begins the reports. Throws UsageError where one cannot be, or would take the place of something else. */
export async function openReportFiles(
  { report: paths = [] }: ReportFileFlags,
  input: string,
  options: FileReportOptions,
): Promise<ReportFiles> {
  const files: ReportFile[] = [];
  const each = async (perform: (file: ReportFile) => Promise<void>): Promise<void> => {
    for (const file of files) await perform(file);
  };
  try {
    for (const path of paths) files.push(await begin(path, input, options));
  } catch (error) {
    await each((file) => file.discard());
    throw error;
  }
  return {
    paths,
    add: (rows) => each((file) => file.write(file.report.add(rows))),
    addOutcome: (outcome) => each((file) => file.write(file.report.addOutcome(outcome))),
    end: (end) => each((file) => file.finish(file.report.end(end))),
    discard: () => each((file) => file.discard()),
  };
}

async function begin(path: string, input: string, options: FileReportOptions): Promise<ReportFile> {
  const extension = reportExtensions.find((one) => one === extname(path).toLowerCase());
  if (extension === undefined)
    throw new UsageError(
      `--report goes by the extension of its path, which can be ${reportExtensions.join(', ')}; not "${path}".`,
    );
  if (await sameFile(path, input))
    throw new UsageError(`--report ${path} would take the place of the file itself.`);
  await requireReplaceable(path, extension);
  const partial = `${path}.${randomBytes(4).toString('hex')}.partial`;
  removeAtExit(partial);
  const stream = createWriteStream(partial, { flags: 'wx', mode: 0o600 });
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve());
    stream.once('error', reject);
  });
  return new ReportFile(await fileReport(extension, options), path, partial, stream);
}

class ReportFile {
  #failure: Error | undefined;
  #ended = false;

  constructor(
    readonly report: FileReport,
    private readonly path: string,
    private readonly partial: string,
    private readonly stream: WriteStream,
  ) {
    stream.on('error', (error) => (this.#failure = Object.assign(error, { path })));
  }

  async write(text: string): Promise<void> {
    await write(this.stream, text);
    if (this.#failure) throw this.#failure;
  }

  async finish(text: string): Promise<void> {
    await this.write(text);
    await new Promise((resolve) => this.stream.end(resolve));
    if (this.#failure) throw this.#failure;
    await rename(this.partial, this.path);
    this.#ended = true;
  }

  async discard(): Promise<void> {
    if (this.#ended) return;
    this.stream.destroy();
    await rm(this.partial, { force: true });
  }
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const real = (path: string): Promise<string | null> => realpath(path).catch(() => null);
  const first = await real(a);
  return first !== null && first === (await real(b));
}

/** A report of ours may be written anew; whatever else has that name may not be lost. */
async function requireReplaceable(path: string, extension: ReportExtension): Promise<void> {
  // Opening a pipe would wait for somebody to write to it.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (!file) return;
  try {
    if (!(await file.stat()).isFile())
      throw new UsageError(
        `${path} is no file that a report can take the place of: choose another name.`,
      );
    const expected = Buffer.from(reportStarts[extension]);
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(expected.length),
      0,
      expected.length,
    );
    if (bytesRead === 0 || buffer.subarray(0, bytesRead).equals(expected)) return;
    throw new UsageError(`${path} exists already and is no report: choose another name.`);
  } finally {
    await file.close();
  }
}
