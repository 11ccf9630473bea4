import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateOf, usersCsv } from '../cli/site.js';
import { seeded } from '../seeded.js';
import { openSandbox } from '../sandbox/open.js';
import { crash, durableBytes, undisturbed } from './crash.js';
import { Importing } from './importing.js';

const users = 9;

/** The model knows only whether the run has ended. */
interface Model {
  ended: boolean;
}

interface Real {
  readonly importing: Importing;
  readonly expected: unknown;
}

type Command = fc.AsyncCommand<Model, Real>;

/** What must hold at every moment of the run. */
async function invariants({ importing, expected }: Real): Promise<void> {
  const { users, permissions } = stateOf(importing.sandbox) as SiteState;
  const whole = expected as SiteState;
  for (const user of users) expect(whole.users).toContainEqual(user);
  expect(new Set(users.map(({ username }) => username)).size).toBe(users.length);
  expect(new Set(permissions).size).toBe(permissions.length);
  for (const permission of permissions) expect(whole.permissions).toContain(permission);
  // A row that is settled in the journal is complete on the site.
  const [run] = (await importing.store.list()).runs;
  const names = new Set(users.map(({ username }) => username));
  const done = Array.from({ length: whole.users.length }, (_, index) => index + 2).filter(
    (line) => run?.progress.settled(line) === true,
  );
  for (const line of done) {
    const name = `User${line - 2}`;
    expect(names).toContain(name);
    const granted = (state: SiteState): string[] =>
      state.permissions.filter((permission) => permission.startsWith(`${name} `));
    expect(granted({ users, permissions })).toEqual(granted(whole));
  }
}

interface SiteState {
  readonly users: readonly { readonly username: string }[];
  readonly permissions: readonly string[];
}

class Crash implements Command {
  constructor(
    private readonly at: { readonly request: number; readonly served: boolean },
    /** The share of what is not yet durable that is lost, 0 to 1. */
    private readonly lost: number,
  ) {}

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    const image = await crash(real.importing, this.at);
    if (image) {
      const durable = durableBytes(image);
      const kept = durable + Math.round((image.journal.length - durable) * (1 - this.lost));
      await writeFile(image.path, image.journal.subarray(0, kept));
    }
    const [run] = (await real.importing.store.list()).runs;
    model.ended = run?.progress.ended ?? false;
    await invariants(real);
  }

  toString(): string {
    return `crash(${JSON.stringify(this.at)}, ${this.lost})`;
  }
}

class Interruption implements Command {
  constructor(private readonly rows: number) {}

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    const stop = new AbortController();
    let seen = 0;
    const account = await real.importing.start({
      stop: stop.signal,
      onEvent: ({ type }) => {
        if (type !== 'row') return;
        seen += 1;
        if (seen === this.rows) stop.abort();
      },
    });
    model.ended = account.stop === undefined;
    expect(account.remaining === 0).toBe(model.ended);
    await invariants(real);
  }

  toString(): string {
    return `interruption(after ${this.rows} rows)`;
  }
}

/** A start with faulty replies, which ends the run. */
class FaultyStart implements Command {
  constructor(private readonly seed: number) {}

  check = (model: Readonly<Model>): boolean => !model.ended;

  async run(model: Model, real: Real): Promise<void> {
    const chance = seeded(this.seed);
    const faults = (['lost-before', 'lost-after', 'error-after', 'cut', 'empty'] as const).map(
      (kind) => ({ kind, share: 1 }),
    );
    real.importing.sandbox.setFaults({
      faults: [faults[this.seed % faults.length] ?? { kind: 'cut', share: 1 }],
      concerns: () => chance() < 0.2,
    });
    const account = await real.importing.start();
    real.importing.sandbox.setFaults(undefined);
    expect(account.stop).toBeUndefined();
    model.ended = true;
    await invariants(real);
  }

  toString(): string {
    return `faultyStart(${this.seed})`;
  }
}

class EndedStart implements Command {
  check = (model: Readonly<Model>): boolean => model.ended;

  async run(_model: Model, real: Real): Promise<void> {
    const before = real.importing.sandbox.traffic.total;
    await real.importing.start();
    expect(real.importing.sandbox.traffic.total).toBe(before);
  }

  toString(): string {
    return 'endedStart';
  }
}

describe('a run', () => {
  it('leads to the same site through any series of crashes, interruptions and faults', async () => {
    const expected = await undisturbed(users);
    const commands = fc.commands(
      [
        fc
          .tuple(
            fc.integer({ min: 1, max: 40 }),
            fc.boolean(),
            fc.double({ min: 0, max: 1, noNaN: true }),
          )
          .map(([request, served, lost]) => new Crash({ request, served }, lost)),
        fc.integer({ min: 1, max: users }).map((rows) => new Interruption(rows)),
        fc.nat().map((seed) => new FaultyStart(seed)),
        fc.constant(new EndedStart()),
      ],
      { maxCommands: 8 },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (series) => {
        const importing = await Importing.of(await openSandbox(), usersCsv(users));
        const real = { importing, expected };
        await fc.asyncModelRun(() => ({ model: { ended: false }, real }), series);
        const account = await importing.start();
        expect(account.tally.created).toBe(users);
        expect(stateOf(importing.sandbox)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
