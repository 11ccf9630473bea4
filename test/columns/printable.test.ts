import { expect, test } from 'vitest';
import { printable } from '../../src/columns/printable.js';
import { jsonText } from '../../src/report/json-text.js';

test.each([
  ['##[add-mask]x', '#\\x23[add-mask]x'],
  ['a ##[set-env name=A;]b ##[stop]', 'a #\\x23[set-env name=A;]b #\\x23[stop]'],
  ['##vso[task.setvariable variable=A]b', '#\\x23vso[task.setvariable variable=A]b'],
  ['##VsO[a]', '#\\x23VsO[a]'],
  ['####[error]', '###\\x23[error]'],
])('%s is not a command in the log of a workflow', (text, shown) => {
  expect(printable(text)).toBe(shown);
  expect(jsonText({ text })).toBe(`{"text":"${shown.replaceAll('\\x', '\\u00')}"}`);
  expect(JSON.parse(jsonText(text))).toBe(text);
});

test.each(['#', '##', '## [a]', '#[a]', '##vs[a]', '## Heading'])('%s is unchanged', (text) => {
  expect(printable(text)).toBe(text);
  expect(jsonText(text)).toBe(JSON.stringify(text));
});
