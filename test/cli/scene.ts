import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js';
import { openSandbox } from '../sandbox/open.js';
import { start, workspace, type Finished, type Running } from './command.js';

export type Scene = Awaited<ReturnType<typeof setUp>>;

/** A site, a file, and the command for both. */
export async function setUp(csv: string, options: SandboxOptions = {}) {
  const sandbox = await openSandbox(options);
  const space = await workspace();
  const file = await space.file('users.csv', csv);
  const state = join(space.path, 'state');
  const at = ['--base-url', sandbox.url, '--state-dir', state];
  const env = { FILES_API_KEY: sandbox.apiKey, HOME: space.path };
  const begin = (...args: string[]): Running => start([...args, ...at], { env });
  const command = (...args: string[]): Promise<Finished> => begin(...args).finished;
  /** Writes profiles as the official command line does. */
  const profiles = async (all: object): Promise<void> => {
    await mkdir(join(space.path, '.config'));
    const text = JSON.stringify({ profiles: all });
    await writeFile(join(space.path, '.config', 'files-cli'), text, { mode: 0o600 });
  };
  return { sandbox, space, file, state, at, env, begin, command, profiles };
}

export function json(result: Finished): Record<string, unknown> {
  return JSON.parse(result.stdout) as Record<string, unknown>;
}

export const isCreate = (method: string, path: string): boolean =>
  method === 'POST' && path.endsWith('/users');

/** Calls `act` once, when the site receives the first such request. */
export function atFirst(
  sandbox: Sandbox,
  isMeant: (method: string, path: string) => boolean,
  act: () => void,
): void {
  let done = false;
  sandbox.setFaults({
    faults: [],
    concerns(method, path) {
      if (!done && isMeant(method, path)) {
        done = true;
        act();
      }
      return false;
    },
  });
}

/** A file of SSO users, who need nothing else. */
export function okta(names: readonly string[]): string {
  return `username,authentication_method\n${names.map((name) => `${name},okta\n`).join('')}`;
}

export const sixty = okta(Array.from({ length: 60 }, (_, index) => `user${index}`));

/** Starts a command, and sends it a signal when the site receives the first such request. */
export async function signalled(
  { sandbox }: Pick<Scene, 'sandbox'>,
  signal: NodeJS.Signals,
  begin: () => Running,
  isMeant: (method: string, path: string) => boolean = isCreate,
): Promise<Finished> {
  const child: { running?: Running } = {};
  atFirst(sandbox, isMeant, () => child.running?.child.kill(signal));
  child.running = begin();
  const finished = await child.running.finished;
  sandbox.setFaults(undefined);
  return finished;
}
