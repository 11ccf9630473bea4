import type { CellContext } from '../columns/column.js';
import { csvLine } from '../columns/csv.js';
import { issue, type Issue } from '../columns/issue.js';
import { commentTooLong, countCells } from '../source/scan.js';
import { rejectColumns } from '../source/header.js';
import { maxRecordBytes } from '../source/split.js';
import { entriesOf, type Table } from '../source/read.js';
import { noHiddenRows, type Format } from '../source/read-options.js';
import type { Comment, Entry } from '../source/row.js';
import { entryChecker } from './check-entry.js';
import { headerAgain } from './check-row.js';
import { fileChecker } from './check-file.js';
import { issuesOfFormat } from './format-rules.js';
import { changesOfFormat, fixHeader, fixRow, type Change } from './fix-row.js';
import type { Summary } from './tally.js';

/** A copy of a file with every certain correction made, while it is written. */
export interface Fix {
  /** In the order of the file. Ends early if the file is refused. */
  readonly parts: AsyncGenerator<FixedPart>;
  /** Known once `parts` has been read to its end. */
  end(): FixEnd;
}

export interface FixedPart {
  readonly csv: string;
  readonly changes: readonly Change[];
}

export type FixEnd =
  | { readonly type: 'fixed'; readonly remaining: Summary }
  /**
   * A comment cannot be copied whole; or a record cannot be read, or a CR alone is among other line
   * ends and may be a break inside a cell, so that where rows begin and end is a guess.
   */
  | { readonly type: 'refused'; readonly issue: Issue };

/** How a copy is written. */
const plain: Format = {
  encoding: 'utf-8',
  delimiter: ',',
  lineEndings: ['LF'],
  hiddenRows: noHiddenRows,
  told: {},
};
const plainDelimiter = plain.delimiter.charCodeAt(0);

/**
 * Fixes a file: what has only one possible meaning is corrected, and nothing else is changed. Comments keep
 * their places, blank rows are left out. What remains wrong is counted as `validate` would count it in the
 * copy. Memory grows only with the usernames.
 */
export function fixTable(table: Table, context: CellContext): Fix {
  const { header } = table;
  const fixedHeader = fixHeader(header);
  const checkOriginal = entryChecker(header, context);
  const isHeaderAgain = headerAgain(header);
  const { tally, check, add } = fileChecker(fixedHeader.header, context);
  let end: FixEnd | undefined;
  return {
    parts: parts(),
    end: () => {
      if (!end) throw new Error('The file has not been read to its end.');
      return end;
    },
  };

  async function* parts(): AsyncGenerator<FixedPart> {
    const [unreadable] = header.cells.length === 0 ? header.issues : [];
    if (unreadable) {
      refuse(unreadable);
      return;
    }
    const comments = table.first.filter(({ line }) => line < header.line);
    const below = { ...table, first: table.first.slice(comments.length) };
    yield partOf(comments);
    yield { csv: csvLine(fixedHeader.header.cells), changes: fixedHeader.changes };
    for await (const batch of entriesOf(below)) {
      yield partOf(batch);
      if (end) return;
    }
    const format = table.format();
    const [mixed] = issuesOfFormat(format, header).filter(
      ({ code }) => code === 'line-endings-mixed',
    );
    if (mixed && format.lineEndings.includes('CR')) {
      refuse(mixed);
      return;
    }
    yield { csv: '', changes: changesOfFormat(format, plain, header) };
    tally.endOf({ header, format: () => plain });
    end = { type: 'fixed', remaining: tally.summary };
  }

  /** Up to the first unreadable record. */
  function partOf(entries: readonly Entry[]): FixedPart {
    const lines: string[] = [];
    const changes: Change[] = [];
    for (const entry of entries) {
      if (entry.type === 'broken') {
        refuse(issue(entry.code, entry.line, null, entry.message));
        break;
      }
      if (entry.type === 'comment') {
        if (entry.cut === true) {
          const { code, message } = commentTooLong(maxRecordBytes);
          refuse(issue(code, entry.line, null, message));
          break;
        }
        const text = commentInCopy(entry, checkOriginal(entry).issues.length > 0);
        lines.push(`${text}\n`);
        add(check({ ...entry, text, cells: countCells(Buffer.from(text), plainDelimiter) }));
        continue;
      }
      const checked = checkOriginal(entry);
      // In a row without issues, only the white space around its cells can change.
      const isRight = checked.issues.length === 0;
      // A row that repeats the header keeps doing so.
      const fixed = isHeaderAgain(entry)
        ? { row: { ...entry, cells: headerOver(entry.cells) }, changes: [] }
        : fixRow(entry, header, isRight ? undefined : context);
      lines.push(csvLine(fixed.row.cells));
      changes.push(...fixed.changes);
      add(isRight ? checked : check(fixed.row));
    }
    return { csv: lines.join(''), changes };
  }

  /** As it is; but one that looks like a user gets the copy's delimiter, so that it still does. */
  function commentInCopy({ text }: Comment, looksLikeRow: boolean): string {
    const { delimiter } = table.format();
    if (!looksLikeRow || delimiter === plain.delimiter || text.includes('"')) return text;
    return `#${csvLine(text.slice(1).split(delimiter)).trimEnd()}`;
  }

  /** The header's names in place of a row's cells, except for what a rejects file adds. */
  function headerOver(cells: readonly string[]): string[] {
    return cells.map((cell, at) => {
      const name = fixedHeader.header.cells[at] ?? '';
      return rejectColumns.includes(name) ? cell : name;
    });
  }

  function refuse(found: Issue): void {
    end = { type: 'refused', issue: found };
  }
}
