import { jsonText } from './json-text.js';

/** One JSON document, written while its lists are being built; each method returns the text to write. */
export interface JsonDocument {
  /** Elements of a list, one per line; the lists follow one another. */
  add(values: readonly unknown[], list?: number): string;
  /** Ends the lists, and adds what is known only then. */
  end(fields: object): string;
}

/** What is known first, then `lists` by name. `start` is how the document begins. */
export function jsonDocument(first: object, lists: readonly string[], start = '{\n'): JsonDocument {
  let open = -1;
  let elements = 0;

  const close = (): string => (elements === 0 ? ']' : '\n  ]');
  const openTo = (list: number): string => {
    let text = '';
    for (; open < list; elements = 0) {
      text += open < 0 ? start + members(first) : close();
      open += 1;
      text += `,\n  "${lists[open] ?? ''}": [`;
    }
    return text;
  };
  const element = (value: unknown): string => {
    elements += 1;
    return `${elements === 1 ? '' : ','}\n    ${jsonText(value)}`;
  };
  return {
    add: (values, list = 0) =>
      values.length === 0 ? '' : openTo(list) + values.map(element).join(''),
    end: (fields) => `${openTo(lists.length - 1)}${close()},\n${members(fields)}\n}\n`,
  };
}

function members(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]) => `  ${jsonText(name)}: ${jsonText(value)}`)
    .join(',\n');
}
