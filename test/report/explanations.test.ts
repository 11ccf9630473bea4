import { describe, expect, it, test } from 'vitest';
import { csvLine } from '../../src/columns/csv.js';
import { issueCodes, type IssueCode } from '../../src/columns/issue.js';
import type { Example } from '../../src/report/explain/explanation.js';
import { codesByKind, explanations } from '../../src/report/explain/table.js';
import { checkWith } from '../validate/checking.js';
import { fixed } from '../validate/fixing.js';

// Object.keys loses the type of the keys.
const codes = Object.keys(issueCodes) as IssueCode[];
const ofSites = new Set(codesByKind.at(-1)?.[1]);

/** Their example would be a whole file, or bytes that cannot be shown. */
const without: readonly IssueCode[] = [
  'file-has-no-rows',
  'row-too-long',
  'invalid-utf8',
  'cell-without-value',
  'cell-shown-otherwise',
  'rows-hidden',
  'columns-hidden',
  'cells-merged',
  'mapped-header-missing',
  'encoding-not-utf8',
  'line-endings-mixed',
  'cell-cut',
  'path-too-long',
];
const examples = codes.flatMap((code) => {
  const { example } = explanations[code];
  return example === undefined ? [] : [[code, example] as const];
});

/** The files of an example, before and after the correction. */
function filesOf(example: Example): { before: string; after: string } {
  if (example.type === 'lines') return example;
  const { column, before, after, beside } = example;
  const file = (text: string): string => {
    const cells = { username: 'ada', ...beside, [column]: text };
    return csvLine(Object.keys(cells)) + csvLine(Object.values(cells));
  };
  return { before: file(before), after: file(after) };
}

async function found(code: IssueCode, content: string) {
  const api = code.startsWith('legacy-') ? ({ api: 'legacy' } as const) : {};
  return checkWith(content, {}, api);
}

test('every code is listed exactly once', () => {
  expect(codesByKind.flatMap(([, some]) => some)).toEqual(codes);
});

test('only these codes have no example', () => {
  expect(codes.filter((code) => explanations[code].example === undefined)).toEqual(without);
});

describe('the example of', () => {
  it.each(examples)('%s has that issue, and no errors once corrected', async (code, example) => {
    const { before, after } = filesOf(example);
    const [was, is] = await Promise.all([found(code, before), found(code, after)]);
    const shown = (issues: typeof is.issues): string[] => issues.map((one) => one.code);
    if (!ofSites.has(code)) expect(shown(was.issues)).toContain(code);
    expect(shown(is.issues)).not.toContain(code);
    expect(is.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(examples)(
    '%s is corrected by fix exactly if the explanation says so',
    async (code, example) => {
      const { before, after } = filesOf(example);
      const { csv, changes } = await fixed(before);
      if (explanations[code].fix === true) expect(csv.trim()).toBe(after.trim());
      else expect(changes.map((change) => change.code)).not.toContain(code);
    },
  );
});

test.each(examples.filter(([code]) => issueCodes[code] === 'error' && !ofSites.has(code)))(
  '%s concerns the whole file exactly if the explanation says so',
  async (code, example) => {
    const { issues, entries } = await found(code, filesOf(example).before);
    const ofRow = entries.find((entry) => entry.issues.some((one) => one.code === code));
    const inHeader = ofRow === undefined && issues.some((one) => one.code === code);
    const unreadable = ofRow !== undefined && ofRow.row === null;
    expect(explanations[code].wholeFile === true).toBe(inHeader || unreadable);
  },
);

describe('the texts', () => {
  it.each(codes)('of %s are sentences of reasonable length', (code) => {
    const { what, why, cause, cure } = explanations[code];
    expect(what).toMatch(/^\S.*[^.]$/);
    for (const text of [why, cause, cure]) expect(text).toMatch(/^[A-Z0-9'"].*[.…]$/u);
    const words = [what, why, cause, cure].join(' ').split(' ').length;
    expect(words).toBeGreaterThanOrEqual(30);
    expect(words).toBeLessThanOrEqual(90);
  });
});
