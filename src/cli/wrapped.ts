import { isPlain, type Io } from './io.js';

/** The start of a line, with its label if it has one: ` Takes: `. */
const beginning = /^ *(?:[\w-]+: +)?/;

/** Wraps a text for a terminal between words; for a pipe it is unchanged. */
export async function wrapped(text: string, stream: Io['stderr'], env: Io['env']): Promise<string> {
  const { columns = 0 } = stream;
  if (columns === 0 || isPlain(stream, env)) return text;
  const { hanging } = await import('../report/text-width.js');
  return text
    .split('\n')
    .flatMap((line) => {
      const [head = ''] = beginning.exec(line) ?? [];
      // On a very narrow terminal, the text beside a label would be a column of single words.
      const label = 2 * head.length < columns ? head : '';
      return hanging(label, line.slice(label.length), columns);
    })
    .join('\n');
}
