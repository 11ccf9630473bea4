import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entriesOf as entriesOfTable, readTable } from '../../src/source/read.js';
import type { Entry } from '../../src/source/row.js';
import { entryChecker } from '../../src/validate/check-entry.js';
import { findIssues } from '../../src/validate/find-issues.js';
import { addFindings, findingsOf } from '../../src/validate/findings.js';
import type { RowFindings } from '../../src/validate/row-findings.js';
import { Tally } from '../../src/validate/tally.js';
import { bytesOf } from '../source/reading.js';
import { now } from './checking.js';

const header = 'username,authentication_method,site_admin\n';
const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('ada', 'ADA', 'bob', 'b  b', 'Zo\u00eb', '', 'eva'),
      fc.constantFrom('okta', 'none', ',', 'okta,"two\nlines"'),
      fc.constantFrom('Y', 'yes', ''),
    )
    .map((cells) => cells.join(',')),
  fc.constantFrom('# a comment', '#,,', '"never ""closed'),
);
const stretches = fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 4 });

async function tableOf(text: string) {
  return readTable(bytesOf(text));
}

async function entriesOf(text: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const batch of entriesOfTable(await tableOf(text))) entries.push(...batch);
  return entries;
}

test('parts of a file, checked separately and combined, give the issues of the whole', async () => {
  await fc.assert(
    fc.asyncProperty(stretches, async (parts) => {
      const text = header + parts.map((part) => part.map((row) => `${row}\n`).join('')).join('');
      const whole = findIssues(await tableOf(text), { now }, { threads: 0, wholeRows: false });
      const expected: RowFindings[] = [];
      for await (const batch of whole.rows) expected.push(...batch);

      const { header: layout, format } = await tableOf(text);
      const all = await entriesOf(text);
      const tally = new Tally();
      const found: RowFindings[] = [];
      let from = 0;
      for (const part of parts) {
        const some = all.slice(from, (from += part.length));
        found.push(...addFindings(findingsOf(some, layout, entryChecker(layout, { now })), tally));
      }
      const rest = all.slice(from);
      found.push(...addFindings(findingsOf(rest, layout, entryChecker(layout, { now })), tally));
      for (const issue of tally.endOf({ header: layout, format }))
        found.push({ line: issue.line, cells: {}, issues: [issue] });
      expect(found).toEqual(expected);
      expect(tally.summary).toEqual(whole.summary);
    }),
    { numRuns: 200 },
  );
});
