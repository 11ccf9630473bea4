import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '../columns/api.js';
import type { RestSiteOptions } from '../site/rest-site.js';
import type { Site } from '../site/site.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { UsageError } from './exit.js';
import type { Interrupt } from './interrupt.js';
import type { CommonFlags, Io } from './io.js';
import type { Progress } from './progress.js';
import { stateDirectory } from './state-directory.js';

export interface SiteFlags extends CommonFlags {
  readonly site?: string;
  readonly baseUrl?: string;
  readonly api?: Api;
  readonly apiKeyFile?: string;
  readonly sandbox?: boolean;
  readonly stateDir?: string;
  readonly concurrency: number;
  readonly rate?: number;
  readonly timeout: number;
}

/** A site to work on, and where its runs are kept. */
export interface Connection {
  readonly site: Site;
  /** What runs are bound to. */
  readonly siteId: string;
  readonly stateDirectory: string;
  readonly sandbox: Sandbox | undefined;
  close(): Promise<void>;
}

interface Address {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly siteId: string;
  readonly stateDirectory: string;
  readonly sandbox: Sandbox | undefined;
  close(): Promise<void>;
}

/** Finds out which site is meant and with which key. `siteId` is what a resumed run is bound to. */
export async function connect(
  flags: SiteFlags,
  io: Io,
  version: string,
  interrupt: Interrupt,
  progress: Progress,
): Promise<Connection> {
  const address = flags.sandbox === true ? await embedSandbox(flags) : await namedSite(flags, io);
  const createSite = await siteAt(address.baseUrl);
  const { systemClock } = await import('../site/clock.js');
  const site = createSite({
    baseUrl: address.baseUrl,
    apiKey: address.apiKey,
    concurrency: flags.concurrency,
    rate: flags.rate,
    timeoutMs: flags.timeout * 1000,
    clock: systemClock,
    random: Math.random,
    signal: interrupt.abort,
    userAgent: `files-bulk-import/${version}`,
    onWait: ({ ms, reason }) =>
      progress.wait(ms, reason === 'rate-limited' ? 'as the site asked' : 'for the site to answer'),
    log: flags.debug === true ? (line) => progress.say(line) : undefined,
  });
  return {
    ...address,
    site,
    close: async () => {
      site.close();
      await address.close();
    },
  };
}

async function siteAt(baseUrl: string): Promise<(options: RestSiteOptions) => Site> {
  const { apiAt } = await import('../site/base-url.js');
  return apiAt(baseUrl) === 'legacy'
    ? (await import('../site/legacy/legacy-site.js')).createLegacySite
    : (await import('../site/rest-site.js')).createRestSite;
}

async function embedSandbox(flags: SiteFlags): Promise<Address> {
  if (flags.site !== undefined || flags.baseUrl !== undefined || flags.apiKeyFile !== undefined)
    throw new UsageError(
      '--sandbox is a site of its own: leave out --site, --base-url and --api-key-file.',
    );
  const { siteAddress } = await import('../site/base-url.js');
  const { startSandbox } = await import('../sandbox/sandbox.js');
  const sandbox = await startSandbox();
  // The site is gone after this command, so its runs are of no use to anyone later.
  const temporary =
    flags.stateDir === undefined
      ? await mkdtemp(join(tmpdir(), 'files-bulk-import-sandbox-'))
      : undefined;
  return {
    baseUrl: siteAddress({ ...flags, baseUrl: sandbox.url }),
    apiKey: sandbox.apiKey,
    siteId: `sandbox:${randomUUID()}`,
    stateDirectory: flags.stateDir ?? temporary ?? '',
    sandbox,
    close: async () => {
      await sandbox.close();
      if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    },
  };
}

async function namedSite(flags: SiteFlags, io: Io): Promise<Address> {
  const { checkedKey, siteAddress } = await import('../site/base-url.js');
  const baseUrl = siteAddress(flags);
  return {
    baseUrl,
    apiKey: checkedKey(await readKey(flags, io)),
    siteId: baseUrl,
    stateDirectory: stateDirectory(flags.stateDir, io.env, process.platform),
    sandbox: undefined,
    close: () => Promise.resolve(),
  };
}

/** A flag beats the environment. */
async function readKey({ apiKeyFile }: SiteFlags, { env }: Io): Promise<string> {
  if (apiKeyFile !== undefined) {
    const text = await readFile(apiKeyFile, 'utf8').catch((cause: unknown) => {
      throw new UsageError(`The API key file ${apiKeyFile} cannot be read.`, { cause });
    });
    if (text.trim() === '') throw new UsageError(`The API key file ${apiKeyFile} is empty.`);
    return text;
  }
  const key = env.FILES_API_KEY ?? '';
  if (key.trim() === '')
    throw new UsageError(
      'No API key: set FILES_API_KEY, or give --api-key-file. To try this without a site, use --sandbox.',
    );
  return key;
}
