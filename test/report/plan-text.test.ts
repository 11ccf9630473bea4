import { describe, expect, it } from 'vitest';
import { planQuestion, renderPlannedRows } from '../../src/report/plan-text.js';
import { widthOf } from '../../src/report/text-width.js';
import type { PlannedRow } from '../../src/run/plan/planned-row.js';

const rows: readonly PlannedRow[] = [
  {
    line: 2,
    username: 'ada',
    action: 'create',
    groups: ['Sales', 'Unterstützung Nord', '営業部'],
    permissions: [{ path: `Home/${'very-'.repeat(20)}long`, permission: 'full', recursive: false }],
    email: true,
  },
];

describe('planned rows', () => {
  it.each([48, 60, 80, 200])('are wrapped to %i columns without loss', (width) => {
    const text = renderPlannedRows(rows, 0, width);
    const whole = renderPlannedRows(rows, 0, undefined);
    for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
    expect(text.replace(/\s+/g, '')).toBe(whole.replace(/\s+/g, ''));
  });

  it('are one line each without a terminal, or on a very narrow one', () => {
    for (const width of [undefined, 0, 20])
      expect(renderPlannedRows(rows, 3, width).trimEnd().split('\n')).toHaveLength(2);
  });
});

it.each([
  [{ create: 13 }, 'Create 13 users? [y/N] '],
  [{ create: 1, update: 2 }, 'Create 1 user and update 2? [y/N] '],
  [{ create: 1200, update: 2, complete: 1 }, 'Create 1,200 users, update 2 and complete 1? [y/N] '],
  [{ update: 1 }, 'Update 1 user? [y/N] '],
  [{}, 'Nobody is created or changed. Proceed? [y/N] '],
])('the question for %j', (parts, question) => {
  expect(planQuestion({ create: 0, update: 0, complete: 0, ...parts })).toBe(question);
});
