import type { IssueData, OutcomeData, RowData } from './data.js';

/** An entry of the table: an issue, or what became of a row. */
interface Entry {
  readonly line: number | null;
  readonly kind: string;
  /** `error`, `warning`, or an outcome. */
  readonly label: string;
  readonly column: string;
  readonly username: string;
  readonly message: string;
  readonly suggestion: string | null;
  readonly cells: Readonly<Record<string, string>>;
}

const pageSize = 50;
/** More than this many entries nobody prints. */
const mostPrinted = 5000;

const entries: readonly Entry[] = [
  ...parts<RowData>('issues').flatMap(entriesOfRow),
  ...parts<OutcomeData>('outcomes').flatMap(entriesOfOutcome),
];

const search = element('search', HTMLInputElement);
const label = element('label', HTMLSelectElement);
const kind = element('kind', HTMLSelectElement);
const column = element('column', HTMLSelectElement);
const order = element('order', HTMLSelectElement);
const body = element('entries', HTMLTableSectionElement);
const status = element('status', HTMLElement);
const previous = element('previous', HTMLButtonElement);
const next = element('next', HTMLButtonElement);
const position = element('position', HTMLElement);

let chosen: readonly Entry[] = entries;
let first = 0;
const searchable = new WeakMap<Entry, string>();

fill(label, 'label');
fill(kind, 'kind');
fill(column, 'column');
for (const control of [label, kind, column, order]) control.addEventListener('change', choose);
let typing = 0;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(choose, 150);
});
element('clear', HTMLButtonElement).addEventListener('click', () => {
  search.value = label.value = kind.value = column.value = '';
  choose();
  search.focus();
});
previous.addEventListener('click', () => turn(-pageSize));
next.addEventListener('click', () => turn(pageSize));
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-filter]'))
  button.addEventListener('click', () => {
    const select = button.dataset.filter === 'kind' ? kind : column;
    const value = button.dataset.value ?? '';
    select.value = select.value === value ? '' : value;
    choose();
  });
addEventListener('beforeprint', () => show(0, mostPrinted));
addEventListener('afterprint', () => show(first, pageSize));
element('controls', HTMLElement).hidden = false;
choose();

function choose(): void {
  const words = search.value
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  chosen = entries.filter(
    (entry) =>
      (label.value === '' || entry.label === label.value) &&
      (kind.value === '' || entry.kind === kind.value) &&
      (column.value === '' || entry.column === column.value) &&
      words.every((word) => textOf(entry).includes(word)),
  );
  if (order.value !== 'line') chosen = [...chosen].sort(byOrder);
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-filter]')) {
    const select = button.dataset.filter === 'kind' ? kind : column;
    button.setAttribute('aria-pressed', String(select.value === (button.dataset.value ?? '')));
  }
  status.textContent =
    chosen.length === entries.length
      ? `All ${grouped(entries.length)} shown`
      : `${grouped(chosen.length)} of ${grouped(entries.length)} shown`;
  first = 0;
  show(0, pageSize);
}

function byOrder(a: Entry, b: Entry): number {
  const by = order.value === 'column' ? 'column' : order.value === 'kind' ? 'kind' : 'label';
  return a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : (a.line ?? 0) - (b.line ?? 0);
}

function turn(by: number): void {
  first = Math.min(Math.max(0, first + by), Math.max(0, chosen.length - 1));
  show(first, pageSize);
  element('list', HTMLElement).scrollIntoView({ block: 'start' });
}

function show(from: number, most: number): void {
  const to = Math.min(chosen.length, from + most);
  body.replaceChildren(...chosen.slice(from, to).map(rowOf));
  if (chosen.length === 0) body.append(emptyRow());
  position.textContent =
    chosen.length === 0 ? '' : `${grouped(from + 1)}–${grouped(to)} of ${grouped(chosen.length)}`;
  const focused = document.activeElement;
  previous.disabled = from === 0;
  next.disabled = to >= chosen.length;
  // A button that can no longer be pressed would keep the keyboard to itself.
  if (focused === previous && previous.disabled) next.focus();
  if (focused === next && next.disabled) previous.focus();
}

function rowOf(entry: Entry): HTMLTableRowElement {
  const row = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = entry.line === null ? 'file' : String(entry.line);
  const mark = document.createElement('td');
  mark.append(tag(entry.label));
  const place = document.createElement('td');
  place.textContent = entry.column === '' ? '—' : entry.column;
  if (entry.username !== '') place.append(small(entry.username));
  row.append(head, mark, place, messageOf(entry));
  return row;
}

function messageOf(entry: Entry): HTMLTableCellElement {
  const cell = document.createElement('td');
  const message = document.createElement('p');
  message.textContent = entry.message;
  cell.append(message);
  // A header may be called `constructor`.
  const text = Object.hasOwn(entry.cells, entry.column) ? entry.cells[entry.column] : undefined;
  if (text !== undefined || entry.suggestion !== null) {
    const change = document.createElement('p');
    change.className = 'change';
    if (text !== undefined) change.append('In the file: ', code('del', text), ' ');
    if (entry.suggestion !== null)
      change.append('Write: ', code('ins', entry.suggestion || '(nothing)'));
    cell.append(change);
  }
  const others = Object.entries(entry.cells);
  if (others.length > 0) {
    const details = document.createElement('details');
    const summary = document.createElement('summary');
    summary.textContent = entry.line === null ? 'The row' : `Row of line ${entry.line}`;
    details.append(summary);
    // Made when it is opened: most never are.
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1)
        details.append(cellList(others, entry.column));
    });
    cell.append(details);
  }
  return cell;
}

function cellList(cells: readonly (readonly [string, string])[], wrong: string): HTMLElement {
  const list = document.createElement('dl');
  for (const [name, text] of cells) {
    const term = document.createElement('dt');
    term.textContent = name;
    const value = document.createElement('dd');
    value.textContent = text;
    if (name === wrong) {
      term.className = value.className = 'error';
      term.append(' (see the message)');
    }
    list.append(term, value);
  }
  return list;
}

function emptyRow(): HTMLTableRowElement {
  const row = document.createElement('tr');
  const cell = document.createElement('td');
  cell.colSpan = 4;
  cell.className = 'empty';
  cell.textContent = entries.length === 0 ? 'Nothing was found.' : 'Nothing matches these filters.';
  row.append(cell);
  return row;
}

function tag(text: string): HTMLElement {
  const mark = document.createElement('span');
  mark.className = `tag ${text}`;
  mark.textContent = text;
  return mark;
}

function small(text: string): HTMLElement {
  const line = document.createElement('small');
  line.textContent = text;
  return line;
}

function code(name: 'del' | 'ins', text: string): HTMLElement {
  const piece = document.createElement(name);
  piece.textContent = text;
  return piece;
}

function textOf(entry: Entry): string {
  let text = searchable.get(entry);
  if (text === undefined) {
    const { line, message, column: name, kind: code_, suggestion, cells } = entry;
    text = [line, entry.username, name, code_, message, suggestion, ...Object.values(cells)]
      .join('\n')
      .toLowerCase();
    searchable.set(entry, text);
  }
  return text;
}

function fill(select: HTMLSelectElement, by: 'label' | 'kind' | 'column'): void {
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(entry[by], (counts.get(entry[by]) ?? 0) + 1);
  counts.delete('');
  for (const [value, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    select.append(new Option(`${value} (${grouped(count)})`, value));
}

function entriesOfRow({ line, cells, issues }: RowData): Entry[] {
  return issues.map(({ severity, code: kind_, column: name, message, suggestion }: IssueData) => ({
    line,
    kind: kind_,
    label: severity,
    column: name ?? '',
    username: cells.username ?? '',
    message,
    suggestion,
    cells,
  }));
}

function entriesOfOutcome({ line, username, outcome, problems }: OutcomeData): Entry[] {
  const said = problems.length > 0 ? problems : [{ column: null, message: '' }];
  return said.map(({ column: name, message }) => ({
    line,
    kind: '',
    label: outcome,
    column: name ?? '',
    username,
    message,
    suggestion: null,
    cells: {},
  }));
}

/** The JSON of all parts of this kind. */
function parts<T>(name: string): T[] {
  // The program that wrote the page knows what is in them.
  return [...document.querySelectorAll(`script[data-part=${name}]`)].flatMap(
    (script) => JSON.parse(script.textContent) as T[],
  );
}

function element<T extends HTMLElement>(id: string, type: abstract new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`The page has no ${id}.`);
}

function grouped(n: number): string {
  return n.toLocaleString('en');
}
