import { access, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js';
import { sandboxKey, seed } from '../../src/sandbox/seed.js';
import type { SandboxContent } from '../../src/sandbox/state.js';
import { openSandbox } from '../sandbox/open.js';
import { shell, workspace } from '../cli/command.js';
import { allPages, spansOf, type Page } from './blocks.js';
import { callsIn, commandFor } from './calls.js';
import { installIn, scriptOf } from './shell.js';

const pages = await allPages();
const ci = await readFile(new URL('../../.ci/run', import.meta.url), 'utf8');

/** The sites of pages that need more than a new one called acme. */
const sitesOf: Readonly<Record<string, () => Readonly<Record<string, SandboxOptions>>>> = {
  'docs/recipes/migrate.md': () => ({
    old: { content: withUsers(['ada', 'grace']) },
    new: { content: { ...seed(sandboxKey), groups: [] } },
  }),
  'docs/recipes/off-board.md': () => ({
    acme: { content: withUsers(['amelia.hart', 'bjorn.dahl', 'jamal.edwards']) },
  }),
  'docs/recipes/resume.md': () => ({ acme: withRevokedKey() }),
};

function withUsers(names: readonly string[]): SandboxContent {
  const content = seed(sandboxKey);
  const users = names.map((username, index) => ({
    id: 50 + index,
    username,
    fields: { email: `${username}@example.com`, authentication_method: 'password' },
    groupIds: [11],
    adminGroupIds: [],
  }));
  return { ...content, users: [...content.users, ...users] };
}

/** The key is revoked when the second user is created, and valid again once a command asks about it. */
function withRevokedKey(): SandboxOptions {
  const content = seed(sandboxKey);
  const valid = content.apiKeys;
  const apiKeys = [...valid];
  let made = 0;
  return {
    content: { ...content, apiKeys },
    faults: {
      faults: [],
      concerns(method, path) {
        if (path.endsWith('/api_key')) apiKeys.splice(0, apiKeys.length, ...valid);
        if (method === 'POST' && path.endsWith('/users') && ++made === 2) apiKeys.length = 0;
        return false;
      },
    },
  };
}

async function startSites(page: Page): Promise<Record<string, Sandbox>> {
  const wanted = sitesOf[page.path]?.() ?? { acme: { content: seed(sandboxKey) } };
  const sites: Record<string, Sandbox> = {};
  for (const [name, options] of Object.entries(wanted)) {
    const sandbox = await openSandbox(options);
    sites[name] = sandbox;
  }
  return sites;
}

/** The files that readers have: users, an export of another system, and keys. */
async function directoryFor(): Promise<string> {
  const space = await workspace();
  const here = join(space.path, 'here');
  await mkdir(here);
  await copyFile(new URL('../../samples/onboarding.csv', import.meta.url), join(here, 'users.csv'));
  await writeFile(join(here, 'employees.csv'), employees);
  for (const name of ['key.txt', 'old.key', 'new.key'])
    await writeFile(join(here, name), sandboxKey, { mode: 0o600 });
  return here;
}

const employees = 'Username,Mail,Full name\nada,ada@example.com,Ada Lovelace\n';

const isSetUp = (text: string): boolean => text.startsWith('npm ci && ');

describe('the commands on a page run:', () => {
  const withCommands = pages.filter(({ blocks }) =>
    blocks.some(({ language, text }) => language === 'sh' && !isSetUp(text)),
  );

  it.each(withCommands.map((page) => [page.path, page] as const))('%s', async (_path, page) => {
    const here = await directoryFor();
    const env = await installIn(here, await startSites(page));
    const script = scriptOf(page.blocks.filter(({ text }) => !isSetUp(text)));
    const { code, stdout, stderr } = await shell(`cd '${here}'\n${script}`, {
      ...env,
      FILES_API_KEY: sandboxKey,
    });
    expect(code, `${stdout}\n${stderr}`).toBe(0);
  });

  const setUps = pages.flatMap(({ path, blocks }) =>
    blocks.filter(({ text }) => isSetUp(text)).map(({ text }) => [path, text.trim()] as const),
  );
  it.each(setUps)('%s, set-up as in CI: %s', (_path, text) => {
    expect(ci).toContain(`\n${text.replace('npm ci && node', 'node')}\n`);
  });
});

describe('commands mentioned elsewhere', () => {
  const spans = pages.flatMap((page) =>
    spansOf(page)
      .filter((span) => /^files-bulk-import [a-z]/.test(span))
      .map((span) => [page.path, span] as const),
  );

  it.each(spans)('are valid, in %s: %s', async (_path, span) => {
    for (const call of callsIn(span)) expect(await commandFor(call)).toBe(call[0]);
  });

  it('are not in blocks that are not run, except one that runs until it is stopped', () => {
    const others = pages
      .filter(({ path }) => path !== 'docs/commands.md')
      .flatMap(({ path, blocks }) =>
        blocks
          .filter(({ language, text }) => language !== 'sh' && /^files-bulk-import /m.test(text))
          .map(({ text }) => `${path}: ${text.trim()}`),
      );
    expect(others).toEqual([
      'docs/rate-limits.md: files-bulk-import sandbox --rate-limit 20 --latency 100',
    ]);
  });
});

test('relative links are valid', async () => {
  const root = new URL('../../', import.meta.url);
  for (const { path, text } of pages)
    for (const [, target = ''] of text.matchAll(/\]\(([\w./-]+)(?:#[\w-]*)?\)/g))
      await expect(
        access(new URL(target, new URL(path, root))),
        `${path}: ${target}`,
      ).resolves.toBe(undefined);
});
