import { count } from '../../report/count.js';
import { parseFaults, type FaultPlan } from '../../sandbox/faults.js';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.js';
import { loadContent, saveContent } from '../../sandbox/state.js';
import { UsageError, exitCodes, type ExitCode } from '../exit.js';
import { write, type CommonFlags, type Io } from '../io.js';
import { Interrupt } from '../interrupt.js';
import { withVariable } from '../shell-quote.js';
import { systemProblem } from '../system-error.js';

export interface SandboxFlags extends CommonFlags {
  readonly port: number;
  readonly state?: string;
  readonly rateLimit?: number;
  readonly latency?: number;
  readonly faults?: string;
}

/** Runs a local Files.com until it is interrupted. */
export async function sandbox(flags: SandboxFlags, io: Io): Promise<ExitCode> {
  const { port, state, rateLimit, latency } = flags;
  const faults = flags.faults === undefined ? undefined : readFaults(flags.faults);
  const content = state === undefined ? undefined : await loadContent(state);
  const interrupt = new Interrupt(() => undefined);
  io.endUnread();
  try {
    const running = await startSandbox({ port, content, rateLimit, latency, faults });
    interrupt.finishGently();
    // A run on it would be lost with the last Ctrl-C.
    if (state !== undefined) await tryToKeep(state, running);
    const command = `files-bulk-import import users.csv --base-url ${running.url}`;
    const typed = withVariable('FILES_API_KEY', running.apiKey, command);
    await write(
      io.stdout,
      `Sandbox at ${running.url}\n\nTry it from another terminal:\n  ${typed}\n\nCtrl-C ends it.\n`,
    );
    await new Promise((resolve) => interrupt.stop.addEventListener('abort', resolve));
    await running.close();
    if (state !== undefined) await saveContent(state, running.content.snapshot());
    const { total, unknownParameters } = running.traffic;
    if (flags.quiet) return exitCodes.ok;
    await write(io.stderr, `\n${count(total, 'request')} served.\n`);
    for (const [parameter, times] of unknownParameters)
      await write(
        io.stderr,
        `Ignored, as by the real site: ${parameter} (${count(times, 'time')})\n`,
      );
    return exitCodes.ok;
  } finally {
    interrupt.dispose();
  }
}

async function tryToKeep(state: string, running: Sandbox): Promise<void> {
  try {
    await saveContent(state, running.content.snapshot());
  } catch (cause) {
    await running.close();
    const why = systemProblem(cause)?.reason ?? String(cause);
    throw new UsageError(`--state ${state} cannot be written: ${why}.`, { cause });
  }
}

function readFaults(text: string): FaultPlan {
  try {
    return parseFaults(text);
  } catch (error) {
    throw new UsageError(`--faults: ${error instanceof Error ? error.message : String(error)}`);
  }
}
