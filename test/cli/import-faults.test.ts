import { describe, expect, it } from 'vitest';
import { faultKinds, type FaultKind } from '../../src/sandbox/faults.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSandbox } from '../sandbox/open.js';
import { seeded } from '../seeded.js';
import { run, start, workspace } from './command.js';
import { stateOf, usersCsv } from './site.js';

async function prepare(count: number) {
  const space = await workspace();
  const file = await space.file('users.csv', usersCsv(count));
  const args = (sandbox: Sandbox, command = ['import', file, '--yes', '--json']): string[] => [
    ...command,
    '--base-url',
    sandbox.url,
    '--state-dir',
    `${space.path}/state`,
  ];
  const env = (sandbox: Sandbox): Record<string, string> => ({ FILES_API_KEY: sandbox.apiKey });
  return { space, file, args, env };
}

async function undisturbed(count: number): Promise<unknown> {
  const sandbox = await openSandbox();
  const { args, env } = await prepare(count);
  const result = await run(args(sandbox), { env: env(sandbox) });
  expect(result.code, result.stderr).toBe(0);
  return stateOf(sandbox);
}

it('an import with every kind of faulty reply ends like an undisturbed one', async () => {
  const expected = await undisturbed(15);
  // Each 429 stops everything for about a second: a few are enough.
  const shareOf = (kind: FaultKind): number => (kind.startsWith('limited') ? 0.004 : 0.03);
  const faults = { faults: faultKinds.map((kind) => ({ kind, share: shareOf(kind), ms: 20 })) };
  const sandbox = await openSandbox({ faults, random: seeded(faultKinds.length + 7) });
  const { args, env } = await prepare(15);
  const result = await run(args(sandbox), { env: env(sandbox) });
  expect(result.code, result.stdout + result.stderr).toBe(0);
  expect(stateOf(sandbox)).toEqual(expected);
});

describe('an import that is killed repeatedly ends like an undisturbed one', () => {
  it.each([1, 2])('seed %i', async (seed) => {
    const count = 60;
    const expected = await undisturbed(count);
    const random = seeded(seed * 97);
    let onRequest = (): void => undefined;
    const faults = (['lost-after', 'error-after', 'lost-before'] as const).map((kind) => ({
      kind,
      share: 0.03,
    }));
    const concerns = (): boolean => {
      onRequest();
      return true;
    };
    const sandbox = await openSandbox({ latency: 2, random, faults: { faults, concerns } });
    const { args, env } = await prepare(count);
    let kills = 0;
    for (;;) {
      const running = start(args(sandbox), { env: env(sandbox) });
      let left = 30 + Math.floor(random() * 50);
      onRequest = () => {
        left -= 1;
        if (left === 0) running.child.kill('SIGKILL');
      };
      const result = await running.finished;
      if (result.signal !== 'SIGKILL') {
        expect(result.code, result.stdout + result.stderr).toBe(0);
        break;
      }
      kills += 1;
    }
    // How much is still sent before it dies depends on the machine.
    expect(kills).toBeGreaterThan(1);
    expect(stateOf(sandbox)).toEqual(expected);
  });
});
