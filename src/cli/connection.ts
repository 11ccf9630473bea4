import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '../columns/api.js';
import { runsIn } from '../library/this-process.js';
import { shortened } from '../report/shortened.js';
import type { RunStore } from '../run/journal/store.js';
import type { Wait } from '../site/client.js';
import { systemClock } from '../site/clock.js';
import { openSite, siteId } from '../site/open-site.js';
import type { Site } from '../site/site.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { printable } from '../columns/printable.js';
import { removeDirectory } from '../source/spool.js';
import { mayHaveKey, siteAddress } from '../site/base-url.js';
import { UsageError } from './exit.js';
import type { Interrupt } from './interrupt.js';
import type { CommonFlags, Io } from './io.js';
import type { Progress } from './progress.js';
import { proxyFor } from './proxy.js';
import { findAccess, type SiteAccess } from './site-access.js';
import { stateDirectory } from './state-directory.js';

export interface SiteFlags extends CommonFlags {
  readonly site?: string;
  readonly baseUrl?: string;
  readonly api?: Api;
  readonly apiKeyFile?: string;
  readonly profile?: string;
  readonly workspaceId?: number;
  readonly sandbox?: boolean;
  readonly stateDir?: string;
  readonly concurrency: number;
  readonly rate?: number;
  readonly timeout: number;
}

/** A site to work on, and its runs. */
export interface Connection extends SiteAccess {
  readonly site: Site;
  /** The HTTP proxy through which the site is reached. */
  readonly proxy: URL | undefined;
  /** What runs are bound to. */
  readonly siteId: string;
  /** Its name for a person. */
  readonly called: string;
  /** Its runs. */
  readonly store: RunStore;
  /** Whether its runs exist after the command. */
  readonly keepsRuns: boolean;
  readonly sandbox: Sandbox | undefined;
  close(): Promise<void>;
}

/** What `connect` needs to know of a site before contacting it. */
type Address = Omit<Connection, 'site' | 'proxy'>;

/** Determines the site and the key. `siteId` is what a resumed run is bound to. */
export async function connect(
  flags: SiteFlags,
  io: Io,
  interrupt: Interrupt,
  progress: Progress,
): Promise<Connection> {
  const address = flags.sandbox ? await embedSandbox(flags) : await namedSite(flags, io, progress);
  const { baseUrl, credential, workspaceId } = address;
  try {
    const proxy = proxyFor(baseUrl, io.env);
    const site = await openSite({
      baseUrl,
      proxy,
      credential,
      workspaceId,
      concurrency: flags.concurrency,
      rate: flags.rate,
      timeoutMs: flags.timeout * 1000,
      clock: systemClock,
      random: Math.random,
      signal: interrupt.abort,
      userAgent: `files-bulk-import/${io.version}`,
      onWait: (wait) => progress.wait(wait.ms, whyOf(wait)),
      log: flags.debug ? (line) => progress.say(printable(line)) : undefined,
    });
    return {
      ...address,
      site,
      proxy,
      close: async () => {
        site.close();
        await address.close();
      },
    };
  } catch (error) {
    // A sandbox would keep the process alive.
    await address.close();
    throw error;
  }
}

function whyOf(wait: Wait): string {
  if (wait.reason === 'rate-limited') return 'because of its rate limit';
  return `because ${printable(shortened(wait.message, longestReason))}`;
}

/** The site may send text of any length. */
const longestReason = 200;

async function embedSandbox(flags: SiteFlags): Promise<Address> {
  const { site, baseUrl, apiKeyFile, profile } = flags;
  if ([site, baseUrl, apiKeyFile, profile].some((flag) => flag !== undefined))
    throw new UsageError(
      '--sandbox is a site of its own: leave out --site, --base-url, --api-key-file and --profile.',
    );
  const { startSandbox } = await import('../sandbox/sandbox.js');
  // The site is gone after this command, so its runs are useless later. Made first: if it cannot be, a
  // sandbox would keep the process alive.
  const temporary =
    flags.stateDir === undefined
      ? await mkdtemp(join(tmpdir(), 'files-bulk-import-sandbox-'))
      : undefined;
  const sandbox = await startSandbox();
  return {
    baseUrl: siteAddress({ ...flags, baseUrl: sandbox.url }),
    credential: { apiKey: sandbox.apiKey },
    workspaceId: flags.workspaceId,
    from: { type: 'sandbox' },
    siteId: `sandbox:${randomUUID()}`,
    called: 'the sandbox',
    keepsRuns: flags.stateDir !== undefined,
    store: runsIn(flags.stateDir ?? temporary ?? ''),
    sandbox,
    close: async () => {
      try {
        await sandbox.close();
      } finally {
        if (temporary !== undefined) await removeDirectory(temporary);
      }
    },
  };
}

async function namedSite(flags: SiteFlags, io: Io, progress: Progress): Promise<Address> {
  const access = await findAccess(flags, io, (text) => {
    if (!flags.quiet) progress.say(printable(text));
  });
  const id = siteId(access.baseUrl, access.workspaceId);
  return {
    ...access,
    siteId: id,
    store: runsIn(stateDirectory(flags, io)),
    keepsRuns: true,
    called: id,
    sandbox: undefined,
    close: () => Promise.resolve(),
  };
}

/** What to do if flags name another site than that of a run or a plan. */
export const leaveOutSite = 'Leave out the flags that name a site, an API or a workspace.';

/**
 * The flags for the site of a run or a plan, unless flags name another. Runs and plans may come from
 * anyone, so they cannot name just any host to get the key. `madeOn`: `Run 1 belongs to`.
 */
export function flagsTo(
  id: string,
  madeOn: string,
  { site, baseUrl, profile, sandbox }: SiteFlags,
): Pick<SiteFlags, 'baseUrl' | 'workspaceId'> {
  if (site !== undefined || baseUrl !== undefined || sandbox) return {};
  const [address = '', workspace] = id.split('#workspace=');
  const workspaceId = workspace === undefined ? {} : { workspaceId: Number(workspace) };
  if (mayHaveKey(address)) return { baseUrl: address, ...workspaceId };
  // A profile's key goes only to that profile's own site, which has to be this one.
  if (profile !== undefined) return workspaceId;
  throw new UsageError(
    `${madeOn} ${printable(id)}, which is not an address of Files.com. To send your key there, give --base-url.`,
  );
}
