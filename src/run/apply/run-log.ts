import type { Journal } from '../journal/journal.js';
import type { JournalRecord } from '../journal/format.js';

/** What happens in a run, told to its journal and to its progress at once. */
export class RunLog<Record = JournalRecord> {
  constructor(
    private readonly journal: Journal<Record>,
    private readonly progress: { apply(record: Record): void },
  ) {}

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
}
