import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockOwner } from '../../src/cli/lock-owner.js';
import { importFile } from '../../src/run/import.js';
import type { RunAccount } from '../../src/run/account.js';
import type { BoundOptions } from '../../src/run/journal-format.js';
import type { ImportEvent } from '../../src/run/request.js';
import { RunStore } from '../../src/run/store.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { systemClock } from '../../src/site/clock.js';
import { createRestSite } from '../../src/site/rest-site.js';
import { openSource } from '../../src/source/open.js';

/** How one start of an import differs from the plainest. */
export interface Start {
  readonly options?: Partial<BoundOptions>;
  readonly concurrency?: number;
  /** Aborted when no further row is to be begun. */
  readonly stop?: AbortSignal;
  /** Aborted when everything is to end at once. */
  readonly abort?: AbortSignal;
  readonly onEvent?: (event: ImportEvent) => void;
}

/** A file, a sandbox to import it into, and the directory where its runs are kept. */
export class Importing {
  private constructor(
    readonly directory: string,
    readonly sandbox: Sandbox,
  ) {}

  static async of(sandbox: Sandbox, csv: string): Promise<Importing> {
    const directory = await mkdtemp(join(tmpdir(), 'files-bulk-import-test-'));
    await writeFile(join(directory, 'users.csv'), csv);
    return new Importing(directory, sandbox);
  }

  /** The same file and runs, with another process that is the site. */
  on(sandbox: Sandbox): Importing {
    return new Importing(this.directory, sandbox);
  }

  get store(): RunStore {
    return new RunStore(join(this.directory, 'state'), lockOwner);
  }

  /** Starts the import, or goes on with it, in this process; the account of what the run has done. */
  async start({ options, concurrency = 3, ...start }: Start = {}): Promise<RunAccount> {
    const path = join(this.directory, 'users.csv');
    const never = new AbortController().signal;
    const { stop = never, abort = never, onEvent = () => undefined } = start;
    const source = await openSource(path, {
      stdin: process.stdin,
      tempDirectory: this.directory,
    });
    const siteId = `${this.sandbox.url}/api/rest/v1`;
    const site = createRestSite({
      baseUrl: siteId,
      apiKey: this.sandbox.apiKey,
      concurrency,
      rate: undefined,
      timeoutMs: 5000,
      clock: systemClock,
      random: () => 0.01,
      signal: abort,
      userAgent: 'test/1',
      onWait: () => undefined,
      log: undefined,
    });
    try {
      const result = await importFile({
        source,
        path,
        site,
        siteId,
        store: this.store,
        options: {
          existing: 'error',
          skipInvalid: false,
          createFolders: true,
          updatePasswords: false,
          ...options,
        },
        restart: false,
        strict: false,
        resumes: undefined,
        concurrency,
        rate: undefined,
        clock: systemClock,
        random: () => 0.01,
        program: 'test',
        directory: this.directory,
        stop,
        abort,
        confirm: () => Promise.resolve(true),
        onEvent,
      });
      if (!('account' in result)) throw new Error(`The import came to nothing: ${result.type}.`);
      return result.account;
    } finally {
      site.close();
      await source.close();
    }
  }

  async remove(): Promise<void> {
    await this.sandbox.close();
    await rm(this.directory, { recursive: true });
  }
}
