import { allColumns } from '../../columns/table.js';
import { printable } from '../../columns/printable.js';
import { renderHeaders } from '../../report/headers-text.js';
import { describeHeaders } from '../../source/describe-headers.js';
import { headersIn, headersOf, type MappedFrom, type Mapping } from '../../source/mapping.js';
import { readTable } from '../../source/read.js';
import { SourceError } from '../../source/row.js';
import { suggestMapping } from '../../source/suggest-mapping.js';
import { exitCodes, UsageError, type ExitCode } from '../exit.js';
import { isPlain, styleFor, write, writeJson, type CommonFlags, type Io } from '../io.js';
import { openFile, readOptions, type SourceFlags } from '../source-options.js';
import { wrapped } from '../wrapped.js';
import { writeNew } from '../write-new.js';
import { jsonText } from '../../report/json-text.js';

export interface MapFlags extends CommonFlags, SourceFlags {
  readonly init?: boolean;
  readonly output?: string;
  readonly json?: boolean;
}

/** Shows how a file's headers are understood, or writes a mapping for them; reads only its header. */
export async function map(file: string, flags: MapFlags, io: Io): Promise<ExitCode> {
  if (flags.output !== undefined && !flags.init)
    throw new UsageError('map writes a file only with --init: add --init, or leave out --output.');
  const read = await readOptions(flags);
  const source = await openFile(file, io, read);
  try {
    const { header, blocks } = await readTable(source.bytes());
    await blocks.return(undefined);
    // The header is not shown: one of its cells may be a password.
    if (!header.isLikeHeader)
      throw new SourceError(`${printable(source.name)}: ${header.issues.at(-1)?.message ?? ''}`);
    if (flags.init) return await init(firstMapping(header.cells, read.mapping), flags, io);
    const ignored = new Set(read.mapping?.ignore.map(folded));
    const others = header.cells.filter((cell) => !ignored.has(folded(cell)));
    const described = describeHeaders(header, suggestMapping(others, allColumns));
    if (flags.json) await writeJson(io, { version: 1, file: source.name, headers: described });
    else {
      const text = renderHeaders(described, header.issues, {
        style: await styleFor(io.stdout, io.env, flags),
        arrow: isPlain(io.stdout, io.env) ? 'is' : '→',
      });
      await write(io.stdout, await wrapped(text, io.stdout, io.env));
      if (!flags.quiet && described.some(({ like }) => like !== null))
        await write(
          io.stderr,
          'To write a mapping from these guesses: add --init -o mapping.json\n',
        );
    }
    const wrong = header.issues.some(({ severity }) => severity === 'error');
    return wrong ? exitCodes.invalid : exitCodes.ok;
  } finally {
    await source.close();
  }
}

/** What is given is kept; the rest is guessed. */
function firstMapping(
  cells: readonly string[],
  given: Mapping = { columns: {}, ignore: [] },
): Mapping {
  const named = new Set(headersIn(given).map(folded));
  const { columns, ignore } = suggestMapping(
    cells.filter((cell) => !named.has(folded(cell))),
    allColumns.filter(({ name }) => !Object.hasOwn(given.columns, name)),
  );
  return {
    columns: { ...given.columns, ...columns },
    ignore: [...given.ignore, ...ignore],
  };
}

function folded(header: string): string {
  return header.trim().toLowerCase();
}

async function init(
  mapping: Mapping,
  { output = '-', quiet }: MapFlags,
  io: Io,
): Promise<ExitCode> {
  if (output === '-') await writeJson(io, asFile(mapping));
  else {
    await writeNew(output, `${jsonText(asFile(mapping), 2)}\n`);
    if (!quiet)
      await write(
        io.stderr,
        `Wrote ${printable(output)}. Check it: it is guessed from the names.\n`,
      );
  }
  return exitCodes.ok;
}

/** As a person would write it: only a header if there is nothing more to say. */
function asFile({ columns, ignore }: Mapping): object {
  const short = (from: MappedFrom): MappedFrom | string =>
    'header' in from && !('values' in from) ? (headersOf(from)[0] ?? '') : from;
  const entries = Object.entries(columns).map(([name, from]) => [name, short(from)] as const);
  return { version: 1, columns: Object.fromEntries(entries), ignore };
}
