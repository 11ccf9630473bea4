import { jsonText } from './json-text.js';

/** One JSON document that is written while its lists come to be; what a method returns is to be written. */
export interface JsonDocument {
  /** Elements of a list, a line each; the lists follow one another. */
  add(values: readonly unknown[], list?: number): string;
  /** The lists end, and what is known only then comes after them. */
  end(fields: object): string;
}

/** What is known first, then `lists` by their names. `start` is how a document begins. */
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
