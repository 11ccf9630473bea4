import type { Column } from '../column.js';
import { columnLetters } from '../column-letters.js';
import { ruleOf } from './legend.js';
import { documentedColumns } from '../table.js';
import { templateRows } from './template.js';
import type { DropDown, Sheet } from './workbook-parts.js';
import { writeWorkbook } from './workbook.js';

/**
 * The example file as an XLSX workbook: its cells are texts, so that a spreadsheet keeps leading zeros
 * and makes no dates of anything, and those with a fixed choice have a drop-down. A second sheet is the
 * legend. The same bytes each time.
 */
export function templateWorkbook(options: { readonly empty: boolean }): Promise<Buffer> {
  const lists = choiceLists();
  return writeWorkbook([
    {
      name: 'Users',
      rows: templateRows(options),
      widths: documentedColumns.map(widthOf),
      comments: documentedColumns.map(commentOf),
      dropDowns: lists.map(dropDownOf),
    },
    legendSheet(),
    listSheet(lists),
  ]);
}

/** What a cell of a column may hold, where that is one of a few words. */
function choicesOf({ kind }: Column): readonly string[] | undefined {
  const words = kind.schema.enum;
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : undefined;
}

/** A list of choices and the columns that it is for. */
interface ChoiceList {
  readonly choices: readonly string[];
  readonly columns: readonly number[];
}

function choiceLists(): ChoiceList[] {
  const lists = new Map<string, { choices: readonly string[]; columns: number[] }>();
  documentedColumns.forEach((column, index) => {
    const choices = choicesOf(column);
    if (choices === undefined) return;
    const key = choices.join('\n');
    const list = lists.get(key) ?? { choices, columns: [] };
    list.columns.push(index);
    lists.set(key, list);
  });
  return [...lists.values()];
}

const listsName = 'Lists';

/** The lists stand on a sheet of their own: in a cell's rule is room for 255 characters. */
function listSheet(lists: readonly ChoiceList[]): Sheet {
  const longest = Math.max(...lists.map(({ choices }) => choices.length));
  const header = lists.map(({ columns }) =>
    columns.map((column) => documentedColumns[column]?.name).join(', '),
  );
  const rows = Array.from({ length: longest }, (_, row) =>
    lists.map(({ choices }) => choices[row] ?? ''),
  );
  return { name: listsName, rows: [header, ...rows], widths: lists.map(() => 30), hidden: true };
}

function dropDownOf({ choices, columns }: ChoiceList, index: number): DropDown {
  const letters = columnLetters(index);
  return {
    columns,
    range: `${listsName}!$${letters}$2:$${letters}$${choices.length + 1}`,
    message: 'Choose one from the list, or leave the cell blank.',
  };
}

function legendSheet(): Sheet {
  const rows = documentedColumns.map((column) => [
    column.name,
    ruleOf(column),
    column.help,
    column.example,
  ]);
  return {
    name: 'Legend',
    rows: [['Column', 'Takes', 'Meaning', 'Example'], ...rows],
    widths: [26, 50, 60, 40],
  };
}

function commentOf(column: Column): string {
  return `${column.help}\n\nTakes: ${ruleOf(column)}`;
}

/** Room for the name and for the longest line of the example, within reason. */
function widthOf({ name, example }: Column): number {
  return Math.min(40, Math.max(name.length, ...example.split('\n').map((line) => line.length)) + 3);
}
