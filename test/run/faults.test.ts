import { expect, it } from 'vitest';
import { faultKinds } from '../../src/sandbox/faults.js';
import { seeded } from '../seeded.js';
import { stateOf, usersCsv } from '../cli/site.js';
import { hurriedClock } from '../site/virtual-clock.js';
import { openSandbox } from '../sandbox/open.js';
import { undisturbed } from './crash.js';
import { Importing } from './importing.js';

const users = 40;

it.each(faultKinds)(
  'an import with one faulty reply in six ends like an undisturbed one: %s',
  async (kind) => {
    const expected = await undisturbed(users);
    const clock = hurriedClock();
    const sandbox = await openSandbox({
      now: () => clock.now(),
      random: seeded(8),
      faults: { faults: [{ kind, share: 0.16, ms: 20 }] },
    });
    const importing = await Importing.of(sandbox, usersCsv(users));
    const { tally } = await importing.start({ clock });
    expect(tally).toMatchObject({ created: users, failed: 0 });
    expect(stateOf(sandbox)).toEqual(expected);
    expect(sandbox.traffic.unknownParameters).toEqual(new Map());
  },
);
