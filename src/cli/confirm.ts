import { createInterface } from 'node:readline/promises';
import { UsageError } from './exit.js';
import type { Interrupt } from './interrupt.js';
import type { Io } from './io.js';

/** Asks on a terminal; elsewhere --yes must have been given. */
export async function confirm(
  question: string,
  { yes }: { readonly yes?: boolean },
  { stdin, stderr }: Io,
  interrupt: Interrupt,
): Promise<boolean> {
  if (yes === true) return true;
  if (stdin.isTTY !== true || stderr.isTTY !== true)
    throw new UsageError('Nobody is there to agree to this: add --yes to go on without asking.');
  const lines = createInterface({ input: stdin, output: stderr });
  lines.on('SIGINT', () => interrupt.trigger());
  try {
    const answer = await lines.question(question, { signal: interrupt.stop });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
