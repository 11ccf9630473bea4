import type { Journal } from './journal.js';
import type { JournalRecord } from './journal-format.js';
import type { Progress } from './progress.js';

/** What happens in a run, told to its journal and to its progress at once. */
export class RunLog {
  constructor(
    private readonly journal: Journal<JournalRecord>,
    private readonly progress: Progress,
  ) {}

  /** Resolves when the record is on the disk; rejects with JournalError. */
  async append(record: JournalRecord): Promise<void> {
    await this.journal.append(record);
    this.progress.apply(record);
  }

  /** Written soon, and in order. */
  note(record: JournalRecord): void {
    this.journal.note(record);
    this.progress.apply(record);
  }
}
