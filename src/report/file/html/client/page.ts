import type { IssueData, OutcomeData, RowData } from './data.js';

/** An entry of the table: an issue, or the outcome of a row. */
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
/** Nobody prints more entries than this. */
const mostPrinted = 5000;

const entries: readonly Entry[] = [
  ...parts<RowData>('issues').flatMap(entriesOfRow),
  ...parts<OutcomeData>('outcomes').flatMap(entriesOfOutcome),
];

const search = element('search', HTMLInputElement);
const filters = {
  label: element('label', HTMLSelectElement),
  kind: element('kind', HTMLSelectElement),
  column: element('column', HTMLSelectElement),
};
const filterNames = ['label', 'kind', 'column'] as const;
const order = element('order', HTMLSelectElement);
const body = element('entries', HTMLTableSectionElement);
const status = element('status', HTMLElement);
const previous = element('previous', HTMLButtonElement);
const next = element('next', HTMLButtonElement);
const position = element('position', HTMLElement);

let chosen: readonly Entry[] = entries;
let first = 0;
const searchable = new WeakMap<Entry, string>();

for (const name of filterNames) fill(name);
for (const control of [...Object.values(filters), order])
  control.addEventListener('change', choose);
let typing = 0;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(choose, 150);
});
element('clear', HTMLButtonElement).addEventListener('click', () => {
  search.value = '';
  for (const name of filterNames) filters[name].value = '';
  choose();
  search.focus();
});
previous.addEventListener('click', () => turn(-pageSize));
next.addEventListener('click', () => turn(pageSize));
const bars = Array.from(
  document.querySelectorAll<HTMLButtonElement>('button[data-filter]'),
  (button) => ({
    button,
    select: filters[button.dataset.filter === 'kind' ? 'kind' : 'column'],
    value: button.dataset.value ?? '',
  }),
);
for (const { button, select, value } of bars)
  button.addEventListener('click', () => {
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
      filterNames.every((name) => ['', entry[name]].includes(filters[name].value)) &&
      words.every((word) => textOf(entry).includes(word)),
  );
  if (order.value !== 'line') chosen = [...chosen].sort(byOrder);
  for (const { button, select, value } of bars)
    button.setAttribute('aria-pressed', String(select.value === value));
  status.textContent =
    chosen.length === entries.length
      ? `All ${grouped(entries.length)} shown`
      : `${grouped(chosen.length)} of ${grouped(entries.length)} shown`;
  first = 0;
  show(0, pageSize);
}

function byOrder(a: Entry, b: Entry): number {
  const by = filterNames.find((name) => name === order.value) ?? 'label';
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
  // A button that becomes disabled would keep the keyboard focus.
  if (focused === previous && previous.disabled) next.focus();
  if (focused === next && next.disabled) previous.focus();
}

function rowOf({ line, label, column, username, ...entry }: Entry): HTMLTableRowElement {
  return make(
    'tr',
    {},
    make('th', { scope: 'row' }, line === null ? 'file' : String(line)),
    make('td', {}, make('span', { className: `tag ${label}` }, label)),
    make('td', {}, column || '—', ...(username === '' ? [] : [make('small', {}, username)])),
    messageOf({ line, column, ...entry }),
  );
}

type Message = Omit<Entry, 'label' | 'username'>;

function messageOf({ line, column, message, suggestion, cells }: Message): HTMLTableCellElement {
  const cell = make('td', {}, make('p', {}, message));
  // A header may be called `constructor`.
  const text = Object.hasOwn(cells, column) ? cells[column] : undefined;
  const change = make('p', { className: 'change' });
  if (text !== undefined) change.append('In the file: ', make('del', {}, text), ' ');
  if (suggestion !== null) change.append('Write: ', make('ins', {}, suggestion || '(nothing)'));
  if (change.hasChildNodes()) cell.append(change);
  const others = Object.entries(cells);
  if (others.length > 0) {
    const title = line === null ? 'The row' : `Row of line ${line}`;
    const details = make('details', {}, make('summary', {}, title));
    // Created when it is opened: most never are.
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) details.append(cellList(others, column));
    });
    cell.append(details);
  }
  return cell;
}

function cellList(cells: readonly (readonly [string, string])[], wrong: string): HTMLElement {
  const items = cells.flatMap(([name, text]) => {
    const isWrong = name === wrong;
    const className = isWrong ? 'error' : '';
    return [
      make('dt', { className }, isWrong ? `${name} (see the message)` : name),
      make('dd', { className }, text),
    ];
  });
  return make('dl', {}, ...items);
}

function emptyRow(): HTMLTableRowElement {
  const text = entries.length === 0 ? 'Nothing was found.' : 'Nothing matches these filters.';
  return make('tr', {}, make('td', { colSpan: 4, className: 'empty' }, text));
}

/** An element with its content. */
function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}

function textOf(entry: Entry): string {
  let text = searchable.get(entry);
  if (text === undefined) {
    const { line, message, column, kind, suggestion, cells } = entry;
    text = [line, entry.username, column, kind, message, suggestion, ...Object.values(cells)]
      .join('\n')
      .toLowerCase();
    searchable.set(entry, text);
  }
  return text;
}

function fill(name: (typeof filterNames)[number]): void {
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(entry[name], (counts.get(entry[name]) ?? 0) + 1);
  counts.delete('');
  for (const [value, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    filters[name].append(new Option(`${value} (${grouped(count)})`, value));
}

function entriesOfRow({ line, cells, issues }: RowData): Entry[] {
  return issues.map(({ severity, code, column, message, suggestion }: IssueData) => ({
    line,
    kind: code,
    label: severity,
    column: column ?? '',
    username: cells.username ?? '',
    message,
    suggestion,
    cells,
  }));
}

function entriesOfOutcome({ line, username, outcome, problems }: OutcomeData): Entry[] {
  const said = problems.length > 0 ? problems : [{ column: null, message: '' }];
  return said.map(({ column, message }) => ({
    line,
    kind: '',
    label: outcome,
    column: column ?? '',
    username,
    message,
    suggestion: null,
    cells: {},
  }));
}

/** The JSON of all parts of this kind. */
function parts<T>(name: string): T[] {
  // The program that wrote the page knows what they contain.
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
