import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { stateOf, usersCsv } from '../cli/site.js';
import { openSandbox } from '../sandbox/open.js';
import { crash, cutsOf, undisturbed } from './crash.js';
import { Importing } from './importing.js';

const users = 9;

describe('an import that is killed at any request', () => {
  it('leads to the same site when resumed, whether or not the request was served', async () => {
    const expected = await undisturbed(users);
    for (const served of [true, false]) {
      for (let request = 1; ; request += 1) {
        const importing = await Importing.of(await openSandbox(), usersCsv(users));
        const image = await crash(importing, { request, served });
        const isOver = importing.sandbox.traffic.total < request;
        const account = await importing.start();
        const where = `request ${request}, ${served ? 'served' : 'not served'}`;
        expect(account.tally.created, where).toBe(users);
        expect(stateOf(importing.sandbox), where).toEqual(expected);
        if (isOver) break;
        if (request > 10) expect(image, where).toBeDefined();
      }
    }
  });

  it('does so even if the part of its journal that was not yet durable is lost', async () => {
    const expected = await undisturbed(users);
    for (const request of [9, 14, 20, 26]) {
      const importing = await Importing.of(await openSandbox(), usersCsv(users));
      const image = await crash(importing, { request, served: true });
      if (!image) throw new Error('The run ended before the crash.');
      const content = structuredClone(importing.sandbox.content.snapshot());
      const port = Number(new URL(importing.sandbox.url).port);
      await importing.sandbox.close();
      for (const length of cutsOf(image)) {
        const sandbox = await openSandbox({ port, content: structuredClone(content) });
        await writeFile(image.path, image.journal.subarray(0, length));
        const { tally } = await importing.on(sandbox).start();
        expect(tally.created, `request ${request}, byte ${length}`).toBe(users);
        expect(stateOf(sandbox)).toEqual(expected);
        await sandbox.close();
      }
    }
  });
});
