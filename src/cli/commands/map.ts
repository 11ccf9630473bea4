import { allColumns } from '../../columns/table.js';
import { renderHeaders } from '../../report/headers-text.js';
import { describeHeaders } from '../../source/describe-headers.js';
import { headersOf, type MappedFrom, type Mapping } from '../../source/mapping.js';
import { openSource } from '../../source/open.js';
import { readTable } from '../../source/read.js';
import { suggestMapping } from '../../source/suggest-mapping.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { styleFor, write, type CommonFlags, type Io } from '../io.js';
import { sourceOptions, type SourceFlags } from '../source-options.js';
import { writeNew } from '../write-new.js';

export interface MapFlags extends CommonFlags, SourceFlags {
  readonly init?: boolean;
  readonly output?: string;
  readonly json?: boolean;
}

/** Shows how a file's headers are understood, or writes a mapping for them; reads its header alone. */
export async function map(file: string, flags: MapFlags, io: Io): Promise<ExitCode> {
  const source = await openSource(file, await sourceOptions(io, flags));
  try {
    const { header, blocks } = await readTable(source.bytes());
    await blocks.return(undefined);
    if (flags.init === true) return await init(header.cells, flags, io);
    const described = describeHeaders(header);
    const text =
      flags.json === true
        ? `${JSON.stringify({ version: 1, file: source.name, headers: described }, null, 2)}\n`
        : renderHeaders(described, header.issues, await styleFor(io.stdout, io.env, flags));
    await write(io.stdout, text);
    const wrong = header.issues.some(({ severity }) => severity === 'error');
    return wrong ? exitCodes.invalid : exitCodes.ok;
  } finally {
    await source.close();
  }
}

async function init(
  cells: readonly string[],
  { output, quiet }: MapFlags,
  io: Io,
): Promise<ExitCode> {
  const text = `${JSON.stringify(asFile(suggestMapping(cells, allColumns)), null, 2)}\n`;
  if (output === undefined) await write(io.stdout, text);
  else {
    await writeNew(output, text);
    if (quiet !== true)
      await write(
        io.stderr,
        `Wrote ${output}. Look it over: it goes by the likeness of names alone.\n`,
      );
  }
  return exitCodes.ok;
}

/** As a person would write it: a header alone where nothing more is to be said. */
function asFile({ columns, ignore }: Mapping): object {
  const short = (from: MappedFrom): MappedFrom | string =>
    'header' in from && !('values' in from) ? (headersOf(from)[0] ?? '') : from;
  const entries = Object.entries(columns).map(([name, from]) => [name, short(from)] as const);
  return { version: 1, columns: Object.fromEntries(entries), ignore };
}
