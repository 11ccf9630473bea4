import { isSpreadsheetError } from '../columns/damage.js';

/** How the columns of another system's file become columns of the format. */
export interface Mapping {
  /** By the name of the column: where its cells come from. */
  readonly columns: Readonly<Record<string, MappedFrom>>;
  /** Headers of the file that are known to be irrelevant. */
  readonly ignore: readonly string[];
}

/** Where a column's cells come from; headers are written as in the file. */
export type MappedFrom =
  /** The cells below a header. */
  | { readonly header: string }
  /** The cells below a header, some of them replaced; upper and lower case make no difference. */
  | { readonly header: string; readonly values: Readonly<Record<string, string>> }
  /** The cells below several headers, those that are not blank, one after the other. */
  | { readonly join: readonly string[]; readonly separator: string }
  /** The same text in every row. */
  | { readonly value: string };

/** How a cell that the file does not contain is computed: from which cells of the row, counted from 0. */
export type CellSource =
  | { readonly type: 'constant'; readonly at: readonly []; readonly text: string }
  | { readonly type: 'taken'; readonly at: readonly [number] }
  | {
      readonly type: 'replaced';
      readonly at: readonly [number];
      readonly values: ReadonlyMap<string, string>;
    }
  | { readonly type: 'joined'; readonly at: readonly number[]; readonly separator: string };

/** All headers that a mapping names. */
export function headersIn({ columns, ignore }: Mapping): string[] {
  return [...Object.values(columns).flatMap(headersOf), ...ignore];
}

/** The headers that a column's cells come from. */
export function headersOf(from: MappedFrom): readonly string[] {
  if ('value' in from) return [];
  return 'join' in from ? from.join : [from.header];
}

/** The text of such a cell in a row. */
export function textOf(source: CellSource, cells: readonly string[]): string {
  switch (source.type) {
    case 'constant':
      return source.text;
    case 'taken':
      return cells[source.at[0]] ?? '';
    case 'replaced': {
      const text = cells[source.at[0]] ?? '';
      return source.values.get(text.trim().toLowerCase()) ?? text;
    }
    case 'joined': {
      const texts = source.at.map((at) => (cells[at] ?? '').trim());
      // Joined with others, an error value would no longer be recognised.
      return (
        texts.find(isSpreadsheetError) ?? texts.filter((text) => text !== '').join(source.separator)
      );
    }
  }
}
