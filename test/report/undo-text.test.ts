import { expect, it } from 'vitest';
import { plain } from '../../src/report/style.js';
import { renderUndoPlan } from '../../src/report/undo-text.js';

it.each([
  [1, '1 user that the run changed stays as it is: a change cannot be taken back.'],
  [2, '2 users that the run changed stay as they are: a change cannot be taken back.'],
])('an undo says that %i changed users stay as they are', (updated, text) => {
  const plan = { delete: [], left: [], gone: 0, updated };
  expect(renderUndoPlan('1', plan, plain)).toContain(text);
});
