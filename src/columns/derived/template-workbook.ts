import type { Column } from '../column.js';
import { columnLetters } from '../column-letters.js';
import { ruleOf } from './legend.js';
import { documentedColumns } from '../table.js';
import { templateRows } from './template.js';
import type { DropDown, Sheet } from './workbook-parts.js';
import { writeWorkbook } from './workbook.js';

/**
 * The example file as an XLSX workbook. All cells are text, so that a spreadsheet keeps leading zeros and
 * makes no dates; those with fixed choices have a drop-down. A second sheet is the legend. The bytes are
 * always the same.
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

/** The choices of a column whose cells may hold only a few words. */
interface ChoiceList {
  readonly name: string;
  /** The column's place. */
  readonly column: number;
  readonly choices: readonly string[];
}

function choiceLists(): ChoiceList[] {
  return documentedColumns.flatMap(({ name, kind }, column) => {
    const words = kind.schema.enum;
    if (!Array.isArray(words)) return [];
    return [{ name, column, choices: words.filter((word) => typeof word === 'string') }];
  });
}

const listsName = 'Lists';

/** The lists are on their own sheet: a cell's rule has room for only 255 characters. */
function listSheet(lists: readonly ChoiceList[]): Sheet {
  const longest = Math.max(...lists.map(({ choices }) => choices.length));
  const header = lists.map(({ name }) => name);
  const rows = Array.from({ length: longest }, (_, row) =>
    lists.map(({ choices }) => choices[row] ?? ''),
  );
  return { name: listsName, rows: [header, ...rows], widths: lists.map(() => 30), hidden: true };
}

function dropDownOf({ column, choices }: ChoiceList, index: number): DropDown {
  const letters = columnLetters(index);
  return {
    column,
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

/** Wide enough for the name and the longest line of the example, within reason. */
function widthOf({ name, example }: Column): number {
  return Math.min(40, Math.max(name.length, ...example.split('\n').map((line) => line.length)) + 3);
}
