import { describe, expect, it } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js';
import { stateOf, usersCsv } from './site.js';
import { setUp } from './scene.js';

async function importInto(csv: string, options?: SandboxOptions) {
  const { sandbox, file, command } = await setUp(csv, options);
  return { sandbox, command, import: () => command('import', file, '--yes', '--json') };
}

/** Calls `meanwhile` before the first create would be served, then breaks the connection. */
function loseFirstCreate(sandbox: Sandbox, meanwhile: () => void): void {
  let lost = false;
  sandbox.setFaults({
    faults: [{ kind: 'lost-before', share: 1 }],
    concerns: (method, path) => {
      if (lost || method !== 'POST' || !path.endsWith('/users')) return false;
      lost = true;
      meanwhile();
      return true;
    },
  });
}

function addByHand(sandbox: Sandbox, email: string, createdAt: number): void {
  sandbox.content.addUser({
    id: sandbox.content.nextId(),
    username: 'ada',
    fields: { email, created_at: new Date(createdAt).toISOString() },
    groupIds: [],
    adminGroupIds: [],
  });
}

const one =
  'username,authentication_method,email,folder_permissions\nada,email_signup,ada@example.com,Open=full\n';

describe('a create whose reply was lost', () => {
  it.each([-3_600_000, 3_600_000])(
    'is recognised although the clock of the site is %i ms off ours',
    async (offset) => {
      const plain = await importInto(usersCsv(30));
      expect((await plain.import()).code).toBe(0);
      const faulty = await importInto(usersCsv(30), {
        now: () => Date.now() + offset,
        faults: {
          faults: [{ kind: 'lost-after', share: 0.5 }],
          concerns: (method, path) => method === 'POST' && path.endsWith('/users'),
        },
      });
      const result = await faulty.import();
      expect(result.code, result.stdout).toBe(0);
      expect((JSON.parse(result.stdout) as { adopted: number }).adopted).toBeGreaterThan(5);
      expect(stateOf(faulty.sandbox)).toEqual(stateOf(plain.sandbox));
    },
  );

  it('is a conflict if somebody else created a different user of that name', async () => {
    const { sandbox, import: go } = await importInto(one);
    loseFirstCreate(sandbox, () => addByHand(sandbox, 'other@example.com', Date.now()));
    const result = await go();
    expect(result.code).toBe(3);
    expect(JSON.parse(result.stdout)).toMatchObject({
      created: 0,
      conflict: 1,
      failures: [{ line: 2, problems: [{ message: expect.stringContaining('email') as string }] }],
    });
    expect(sandbox.content.permissions.size).toBe(0);
  });

  it('is a conflict if a user of that name was created before it', async () => {
    const { sandbox, import: go } = await importInto(one);
    loseFirstCreate(sandbox, () => addByHand(sandbox, 'ada@example.com', Date.now() - 10_000));
    const result = await go();
    expect(result.code).toBe(3);
    expect(JSON.parse(result.stdout)).toMatchObject({ conflict: 1 });
  });

  it('yields an adopted user, which undo keeps without --include-adopted', async () => {
    const { sandbox, command, import: go } = await importInto(one);
    let lost = false;
    sandbox.setFaults({
      faults: [{ kind: 'lost-after', share: 1 }],
      concerns: (method, path) => {
        const now = !lost && method === 'POST' && path.endsWith('/users');
        lost ||= now;
        return now;
      },
    });
    const result = await go();
    expect(result.code, result.stdout).toBe(0);
    const { run: id, adopted } = JSON.parse(result.stdout) as { run: string; adopted: number };
    expect(adopted).toBe(1);
    expect((await command('undo', id, '--yes')).code).toBe(3);
    expect(sandbox.content.userNamed('ada')).toBeDefined();
    expect((await command('undo', id, '--yes', '--include-adopted')).code).toBe(0);
    expect(sandbox.content.userNamed('ada')).toBeUndefined();
  });
});
