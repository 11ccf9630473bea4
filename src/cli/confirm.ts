import { createInterface } from 'node:readline/promises';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { UsageError } from './exit.js';
import type { Session } from './with-connection.js';

/** How to ask, and how to be interrupted. */
type Person = Pick<Session, 'io' | 'interrupt'>;

/** With --quiet no plan is shown, unless there is a question about it. */
export function seesPlan({
  quiet,
  yes,
}: {
  readonly quiet?: boolean;
  readonly yes?: boolean;
}): boolean {
  return !quiet || !yes;
}

/** Asks on a terminal; elsewhere --yes must be given. */
export async function confirm(
  question: string,
  { yes }: { readonly yes?: boolean },
  person: Person,
): Promise<boolean> {
  return yes || /^y(es)?$/i.test(await ask(question, '--yes', person));
}

/** Asks for a number on a terminal: what cannot be undone needs deliberate confirmation. */
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
  // After Ctrl-Z, Node leaves its input paused.
  lines.on('SIGCONT', () => lines.resume());
  try {
    return (await lines.question(question, { signal: interrupt.stop })).trim();
  } catch (error) {
    // Ctrl-C or Ctrl-D, for which Node has error texts of its own.
    if (error instanceof Error && error.name === 'AbortError') throw new UnansweredError();
    throw error;
  } finally {
    lines.close();
  }
}

const ctrlC = '\u0003';

/** What was typed before the question is not an answer to it. */
async function discardTyped({ io: { stdin }, interrupt }: Person): Promise<void> {
  // Otherwise the terminal holds back an incomplete line.
  stdin.setRawMode?.(true);
  const discard = (typed: Buffer | string): void => {
    if (typed.includes(ctrlC)) interrupt.trigger();
  };
  stdin.on('data', discard);
  await delay(50);
  // If the process was busy, the terminal has not been read yet.
  await turn();
  stdin.off('data', discard);
  stdin.pause();
}

/** The question was abandoned (exit 130). */
class UnansweredError extends Error {
  override name = 'AbortError';
  constructor() {
    super('This was not confirmed: nothing was done.');
  }
}
