import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockOwner } from '../../src/library/this-process.js';
import {
  actOnUsers,
  type ActionRequest,
  type ActionResult,
} from '../../src/run/actions/act-on-users.js';
import { RunStore } from '../../src/run/journal/store.js';
import type { UserAction } from '../../src/run/actions/user-actions.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { sandboxKey, seed } from '../../src/sandbox/seed.js';
import type { SandboxContent } from '../../src/sandbox/state.js';
import { systemClock } from '../../src/site/clock.js';
import { createRestSite } from '../../src/site/rest-site.js';
import { openSource } from '../../src/source/open.js';
import { openSandbox } from '../sandbox/open.js';
import { makeDirectory } from '../directory.js';

type Start = Partial<
  Pick<
    ActionRequest,
    'restart' | 'resumes' | 'stop' | 'abort' | 'confirm' | 'onEvent' | 'strict' | 'clock'
  >
>;

/** A file of usernames, a sandbox with users, and a directory for runs, removed when the test ends. */
export class Acting {
  private constructor(
    readonly directory: string,
    readonly sandbox: Sandbox,
    readonly action: UserAction,
  ) {}

  static async of(action: UserAction, sandbox: Sandbox, csv: string): Promise<Acting> {
    const directory = await makeDirectory();
    await writeFile(join(directory, 'users.csv'), csv);
    return new Acting(directory, sandbox, action);
  }

  /** The same file and runs, with another sandbox as the site. */
  on(sandbox: Sandbox): Acting {
    return new Acting(this.directory, sandbox, this.action);
  }

  /** The same file, runs and site, with another action. */
  doing(action: UserAction): Acting {
    return new Acting(this.directory, this.sandbox, action);
  }

  get store(): RunStore {
    return new RunStore(join(this.directory, 'state'), lockOwner);
  }

  /** Starts the action, or continues with it, in this process. */
  async start(start: Start = {}, path = join(this.directory, 'users.csv')): Promise<ActionResult> {
    const never = new AbortController().signal;
    const source = await openSource(path, { stdin: process.stdin, tempDirectory: this.directory });
    const siteId = `${this.sandbox.url}/api/rest/v1`;
    const site = createRestSite({
      baseUrl: siteId,
      apiKey: this.sandbox.apiKey,
      concurrency: 3,
      rate: undefined,
      timeoutMs: 5000,
      clock: start.clock ?? systemClock,
      random: () => 0.01,
      signal: start.abort ?? never,
      userAgent: 'test/1',
      onWait: () => undefined,
      log: undefined,
    });
    try {
      return await actOnUsers({
        action: this.action,
        source,
        read: {},
        site,
        siteId,
        store: this.store,
        restart: false,
        strict: false,
        dryRun: false,
        resumes: undefined,
        concurrency: 3,
        clock: systemClock,
        program: 'test',
        stop: never,
        abort: never,
        confirm: () => Promise.resolve(true),
        onEvent: () => undefined,
        ...start,
      });
    } finally {
      site.close();
      await source.close();
    }
  }
}

/** A site with users u0, u1, …, each locked out, with two-factor authentication, and with these fields. */
export function siteWith(count: number, fields: Record<string, boolean> = {}): SandboxContent {
  const young = seed(sandboxKey);
  const users = Array.from({ length: count }, (_, index) => ({
    id: 200 + index,
    username: `u${index}`,
    fields: { lockout_expires: '2099-01-01T00:00:00Z', active_2fa: true, ...fields },
    groupIds: [],
    adminGroupIds: [],
  }));
  return { ...young, nextId: 1000, users: [...young.users, ...users] };
}

export function startSite(count: number, fields: Record<string, boolean> = {}): Promise<Sandbox> {
  return openSandbox({ content: siteWith(count, fields) });
}

/** What an action can change in each user, by username. */
export function stateOfUsers({ content }: Sandbox): Record<string, unknown> {
  return Object.fromEntries(
    [...content.users.values()].map(({ username, fields }) => [
      username,
      {
        disabled: fields.disabled === true,
        locked: (fields.lockout_expires ?? null) !== null,
        twoFactor: fields.active_2fa === true,
      },
    ]),
  );
}
