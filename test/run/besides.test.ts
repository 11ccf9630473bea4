import { expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { stateOf } from '../cli/site.js';
import { crash, undisturbed } from './crash.js';
import { Importing } from './importing.js';

it('a user that the run makes gets what another of its permissions includes, whatever interrupts it', async () => {
  const csv = 'username,folder_permissions\nada,Shared=full|Shared=readonly\n';
  const expected = await undisturbed(1, csv);
  for (let request = 1, isOver = false; !isOver; request += 1) {
    const importing = await Importing.of(await startSandbox(), csv);
    await crash(importing, { request, served: true });
    isOver = importing.sandbox.traffic.total < request;
    await importing.start();
    expect(stateOf(importing.sandbox), `request ${request}`).toEqual(expected);
    await importing.remove();
  }
});

it('a user that was there does not: it is unchanged', async () => {
  const sandbox = await startSandbox();
  const first = await Importing.of(sandbox, 'username,folder_permissions\nada,Shared=full\n');
  await first.start();
  const before = stateOf(sandbox);
  const second = await Importing.of(sandbox, 'username,folder_permissions\nada,Shared=readonly\n');
  const { tally } = await second.start({ options: { existing: 'update' } });
  expect(tally.unchanged).toBe(1);
  expect(stateOf(sandbox)).toEqual(before);
  for (const importing of [second, first]) await importing.remove();
});
