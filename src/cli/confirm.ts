import { createInterface } from 'node:readline/promises';
import { UsageError } from './exit.js';
import type { Interrupt } from './interrupt.js';
import type { Io } from './io.js';

/** Asks on a terminal; elsewhere --yes must have been given. */
export async function confirm(
  question: string,
  { yes }: { readonly yes?: boolean },
  io: Io,
  interrupt: Interrupt,
): Promise<boolean> {
  return yes === true || /^y(es)?$/i.test(await ask(question, '--yes', io, interrupt));
}

/** Asks for a number to be typed, on a terminal: what cannot be taken back is agreed to with care. */
export async function confirmCount(
  question: string,
  expected: number,
  io: Io,
  interrupt: Interrupt,
): Promise<boolean> {
  return (await ask(question, '--yes --max N', io, interrupt)) === String(expected);
}

async function ask(
  question: string,
  instead: string,
  { stdin, stderr }: Io,
  interrupt: Interrupt,
): Promise<string> {
  if (stdin.isTTY !== true || stderr.isTTY !== true)
    throw new UsageError(
      `Nobody is there to agree to this: add ${instead} to go on without asking.`,
    );
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

/** Whoever was asked has left (exit 130). */
class UnansweredError extends Error {
  override name = 'AbortError';
  constructor() {
    super('Nobody agreed to this: nothing was done.');
  }
}
