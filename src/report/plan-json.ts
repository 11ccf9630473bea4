import type { PlannedRow } from '../run/plan/planned-row.js';
import { jsonText } from './json-text.js';

/** Turns a plan into a JSON document while it is made; what a function returns is to be written. */
export interface PlanJson {
  add(rows: readonly PlannedRow[]): string;
  /** What is known only at the end. */
  end(fields: Readonly<Record<string, unknown>>): string;
}

/** The rows come between what is known first and what is known last, a line each. */
export function planJson(first: Readonly<Record<string, unknown>>): PlanJson {
  let begun = false;
  const head = (): string => {
    if (begun) return '';
    begun = true;
    return `{\n${fieldLines(first)},\n  "rows": [`;
  };
  let separator = '';
  return {
    add(rows) {
      let text = head();
      for (const row of rows) {
        text += `${separator}\n    ${jsonText(row)}`;
        separator = ',';
      }
      return text;
    },
    end: (fields) => `${head()}${separator === '' ? '' : '\n  '}],\n${fieldLines(fields)}\n}\n`,
  };
}

function fieldLines(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `  ${jsonText(name)}: ${jsonText(value)}`)
    .join(',\n');
}
