import { Journal } from './journal.js';
import type { JournalRecord } from './format.js';

/** What happens in a run, told to its journal and to its progress at once. */
export class RunLog<Record = JournalRecord> {
  private constructor(
    private readonly journal: Journal<Record>,
    private readonly progress: { apply(record: Record): void },
  ) {}

  /** Goes on where the run's journal ends. */
  static async open<Record>(run: {
    readonly journalPath: string;
    readonly validBytes: number;
    readonly progress: { apply(record: Record): void };
  }): Promise<RunLog<Record>> {
    return new RunLog(await Journal.open<Record>(run.journalPath, run.validBytes), run.progress);
  }

  /** Resolves when the record is on the disk; rejects with JournalError. */
  async append(record: Record): Promise<void> {
    await this.journal.append(record);
    this.progress.apply(record);
  }

  /** Written soon, and in order. */
  note(record: Record): void {
    this.journal.note(record);
    this.progress.apply(record);
  }

  /** Rejects with JournalError when anything was not written. */
  close(): Promise<void> {
    return this.journal.close();
  }
}
