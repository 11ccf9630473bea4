import { wholeProgram } from './command-model.js';

/** The arguments of each call of the program in a line of shell. */
export function callsIn(line: string): readonly (readonly string[])[] {
  return line.split(/\||<\(/).flatMap((part) => {
    const [, call] = /^\s*files-bulk-import ([^>)]*)/.exec(part) ?? [];
    return call === undefined ? [] : [wordsOf(call)];
  });
}

function wordsOf(text: string): readonly string[] {
  return Array.from(
    text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g),
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

/** The command that accepts these arguments; rejects if none does. Runs nothing. */
export async function commandFor(call: readonly string[]): Promise<string | undefined> {
  const program = wholeProgram();
  let taken: string | undefined;
  for (const command of program.commands)
    command.action(() => void (taken = command.name())).exitOverride();
  await program.parseAsync(call, { from: 'user' });
  return taken;
}
