import type { RunHeader } from '../run/journal/format.js';
import type { AnyRun, RunStore } from '../run/journal/store.js';
import { systemClock } from '../site/clock.js';
import type { RestSite, Site } from '../site/site.js';
import { connect, flagsTo, leaveOutSite, type Connection, type SiteFlags } from './connection.js';
import { UsageError, exitCodes, type ExitCode } from './exit.js';
import { Interrupt } from './interrupt.js';
import type { Io } from './io.js';
import { progressOn, type Progress } from './progress.js';
import { systemProblem } from './system-error.js';

/** A command at work on a site. */
export interface Session {
  readonly io: Io;
  /** The name and version of the program. */
  readonly program: string;
  readonly connection: Connection;
  readonly interrupt: Interrupt;
  readonly progress: Progress;
  /** What requests to plan and to act have in common. */
  readonly work: ReturnType<typeof workOf>;
}

/** Flags that determine a request. */
interface WorkFlags extends SiteFlags {
  readonly restart?: boolean;
  readonly strict?: boolean;
}

function workOf(flags: WorkFlags, { site, siteId, store }: Connection, interrupt: Interrupt) {
  const { concurrency, rate, restart = false, strict = false } = flags;
  const { stop, abort } = interrupt;
  const clock = systemClock;
  return { site, siteId, store, clock, concurrency, rate, restart, strict, stop, abort };
}

/** Connects, runs the command, and always closes. */
export async function withConnection(
  flags: WorkFlags,
  io: Io,
  perform: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const progress = await progressOn(io, flags);
  const interrupt = new Interrupt((message) => progress.say(message));
  // Standard input may never end.
  interrupt.abort.addEventListener('abort', () => io.stdin.destroy());
  try {
    const connection = await connect(flags, io, interrupt, progress);
    try {
      const program = `files-bulk-import ${io.version}`;
      const work = workOf(flags, connection, interrupt);
      return await perform({ io, program, connection, interrupt, progress, work });
    } catch (error) {
      throw whyNoRuns(connection.store, error) ?? error;
    } finally {
      await connection.close();
    }
  } catch (error) {
    throw interrupt.abort.aborted && !interrupt.isGentle ? new UnbegunError() : error;
  } finally {
    progress.stop();
    interrupt.dispose();
  }
}

/** For a directory of runs that cannot be used, which is seldom one that somebody has named. */
function whyNoRuns({ directory }: RunStore, error: unknown): UsageError | undefined {
  const problem = systemProblem(error);
  if (problem?.code !== exitCodes.usage) return undefined;
  const { path } = error as NodeJS.ErrnoException;
  if (path === undefined || !(directory.startsWith(path) || path.startsWith(directory)))
    return undefined;
  return new UsageError(
    `${problem.message} Runs are kept in ${directory}: name another directory with --state-dir.`,
  );
}

/** Stopped before anything was started on the site (exit 130). */
class UnbegunError extends Error {
  override name = 'AbortError';
  constructor() {
    super('Stopped: nothing was created or changed.');
  }
}

export async function requireRun(store: RunStore, id: string): Promise<AnyRun> {
  const run = await store.get(id);
  if (!run)
    throw new UsageError(
      `There is no run "${id}" in ${store.directory}. files-bulk-import runs lists them.`,
    );
  return run;
}

/** Connects to a run's own site. If flags name a site, it has to be the same. */
export async function withSiteOfRun(
  { id, site }: Pick<RunHeader, 'id' | 'site'>,
  flags: WorkFlags,
  io: Io,
  perform: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (site.startsWith('sandbox:'))
    throw new UsageError(`Run ${id} belongs to a sandbox that no longer exists.`);
  const named = flagsTo(site, `Run ${id} belongs to`, flags);
  return withConnection({ ...flags, ...named }, io, (session) => {
    const { siteId } = session.connection;
    if (siteId === site) return perform(session);
    throw new UsageError(`Run ${id} belongs to ${site}, not to ${siteId}. ${leaveOutSite}`);
  });
}

/** Refuses what the legacy API does not have. */
export function requireRest(site: Site, command: string): RestSite {
  if (site.api === 'rest') return site;
  throw new UsageError(
    `${command} works only over REST v1: leave out --api legacy, or give the address of the site without /api/v2.`,
  );
}

/** Refuses with a session what the site allows only with its user's password, each time. */
export function requireApiKey({ credential }: Connection, command: string): void {
  if ('session' in credential)
    throw new UsageError(
      `${command} needs an API key: with a session, the site asks for the password again for each user. Set FILES_API_KEY, or give --api-key-file, instead of a profile.`,
    );
}
