import { createInterface } from 'node:readline/promises';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { UsageError } from './exit.js';
import type { Session } from './with-connection.js';

/** Who is asked, and how they stop us. */
type Person = Pick<Session, 'io' | 'interrupt'>;

/** With --quiet nobody is shown a plan; but whoever is asked sees what about. */
export function seesPlan({
  quiet,
  yes,
}: {
  readonly quiet?: boolean;
  readonly yes?: boolean;
}): boolean {
  return !quiet || !yes;
}

/** Asks on a terminal; elsewhere --yes must have been given. */
export async function confirm(
  question: string,
  { yes }: { readonly yes?: boolean },
  person: Person,
): Promise<boolean> {
  return yes || /^y(es)?$/i.test(await ask(question, '--yes', person));
}

/** Asks for a number to be typed, on a terminal: what cannot be taken back is agreed to with care. */
export async function confirmCount(
  question: string,
  expected: number,
  person: Person,
): Promise<boolean> {
  return (await ask(question, '--yes --max N', person)) === String(expected);
}

async function ask(question: string, instead: string, person: Person): Promise<string> {
  const { io, interrupt } = person;
  const { stdin, stderr } = io;
  if (!stdin.isTTY || !stderr.isTTY)
    throw new UsageError(`Nobody can be asked here: add ${instead} to continue without asking.`);
  await discardTyped(person);
  const lines = createInterface({ input: stdin, output: stderr });
  lines.on('SIGINT', () => interrupt.trigger());
  try {
    return (await lines.question(question, { signal: interrupt.stop })).trim();
  } catch (error) {
    // Ctrl-C or Ctrl-D; Node tells each in words of its own.
    if (error instanceof Error && error.name === 'AbortError') throw new UnansweredError();
    throw error;
  } finally {
    lines.close();
  }
}

const ctrlC = '\u0003';

/** What was typed before there was a question is no answer to it. */
async function discardTyped({ io: { stdin }, interrupt }: Person): Promise<void> {
  // Otherwise the terminal keeps back a line that has not been ended.
  stdin.setRawMode?.(true);
  const discard = (typed: Buffer | string): void => {
    if (typed.includes(ctrlC)) interrupt.trigger();
  };
  stdin.on('data', discard);
  await delay(50);
  // Of a process that was held up until now the terminal has not been read yet.
  await turn();
  stdin.off('data', discard);
  stdin.pause();
}

/** Whoever was asked has left (exit 130). */
class UnansweredError extends Error {
  override name = 'AbortError';
  constructor() {
    super('This was not confirmed: nothing was done.');
  }
}
