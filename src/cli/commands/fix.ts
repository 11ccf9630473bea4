import type { CellContext } from '../../columns/column.js';
import type { Issue } from '../../columns/issue.js';
import { printable } from '../../columns/printable.js';
import { fixJson, fixText, refusedJson, type FixReport } from '../../report/fix-report.js';
import type { Reading } from '../../source/open.js';
import { standsAlone } from '../../source/row.js';
import { readTable } from '../../source/read.js';
import { fixTable, type FixEnd } from '../../validate/fix.js';
import { NewFile, type FilePlace } from '../../source/new-file.js';
import type { Summary } from '../../validate/tally.js';
import { exitCodes, UsageError, type ExitCode } from '../exit.js';
import { isPlain, isSilent, styleFor, write, writeRows, type CommonFlags, type Io } from '../io.js';
import { beside, csvPlace } from '../new-place.js';
import { shellQuote } from '../shell-quote.js';
import { openFile, readOptions, type SourceFlags } from '../source-options.js';
import { exitOnSignals } from '../unfinished.js';
import { wrapped } from '../wrapped.js';
import { verdict } from './validate.js';

export interface FixFlags extends CommonFlags, SourceFlags {
  readonly output?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
}

/**
 * Writes the corrected copy, then reports the corrections. Reads the file twice, so that no part of a copy
 * appears before it is known that there can be one, and so that the copy is complete even if nobody reads
 * our output.
 */
export async function fix(file: string, flags: FixFlags, io: Io): Promise<ExitCode> {
  const toStdout = flags.output === '-' && !flags.dryRun;
  if (toStdout && flags.json)
    throw new UsageError('--json and -o - would both write to standard output: leave one out.');
  const toFile = !toStdout && !flags.dryRun;
  const given =
    toFile && flags.output !== undefined ? await csvPlace(flags.output, 'fix') : undefined;
  const source = await openFile(file, io, await readOptions(flags));
  try {
    const place = toFile ? (given ?? beside(source.path, 'fixed', io)) : undefined;
    const context = { now: Date.now() };
    const reading = source.read();
    const { end, path } = await writeCopy(reading, context, place);
    if (end.type === 'refused') {
      if (flags.json) await write(io.stdout, refusedJson(source.name, end.issue));
      return await refuse(end.issue, io);
    }
    const output = toStdout ? '-' : path;
    const report = await reportFor(
      { file: source.name, output, remaining: end.remaining },
      flags,
      io,
    );
    const listing = toStdout ? io.stderr : io.stdout;
    const tell = async (text: string): Promise<void> =>
      write(listing, flags.json ? text : await wrapped(text, listing, io.env));
    const code = verdict(end.remaining, flags);
    const quiet = flags.quiet === true && !flags.json;
    const again = fixTable(await readTable(source.read(reading.fingerprint())), context);
    for await (const { csv, changes } of again.parts) {
      if (toStdout) await writeRows(io.stdout, csv);
      const told = report.add(changes);
      if (!quiet) await tell(told);
    }
    const last = report.end();
    if (!isSilent({ quiet }, code)) await tell(quiet ? last.trimStart() : last);
    return code;
  } finally {
    await source.close();
  }
}

async function writeCopy(
  reading: Reading,
  context: CellContext,
  place: FilePlace | undefined,
): Promise<{ end: FixEnd; path: string | null }> {
  const fixed = fixTable(await readTable(reading), context);
  if (place) exitOnSignals();
  const file = place && (await NewFile.create(place));
  try {
    for await (const { csv } of fixed.parts) await file?.write(csv);
    const end = fixed.end();
    const path = file && end.type === 'fixed' ? await file.publish() : null;
    return { end, path };
  } finally {
    await file?.discard();
  }
}

async function refuse(found: Issue, io: Io): Promise<ExitCode> {
  const { line, message } = found;
  const place = line === null ? '' : `line ${line}: `;
  await write(
    io.stderr,
    `${place}${printable(message)}\nNothing was written: ${whyNothing(found)}\n`,
  );
  return exitCodes.invalid;
}

function whyNothing(found: Issue): string {
  if (found.line === null) return 'where its rows begin and end is a guess.';
  return standsAlone(found)
    ? 'that row could not be copied as it is. Correct it, then fix the file.'
    : 'where the rows around it begin and end is a guess. Correct that record, then fix the file.';
}

interface Fixed {
  readonly file: string;
  readonly output: string | null;
  readonly remaining: Summary;
}

async function reportFor(fixed: Fixed, flags: FixFlags, io: Io): Promise<FixReport> {
  if (flags.json) return fixJson(fixed);
  const stream = fixed.output === '-' ? io.stderr : io.stdout;
  return fixText(fixed, await styleFor(stream, io.env, flags), {
    check: checkCommand(fixed, flags),
    arrow: isPlain(stream, io.env) ? 'becomes' : '→',
  });
}

/**
 * How to check the copy: it is a plain file, but its headers are still those that a mapping names.
 * undefined if a name in it cannot be shown literally.
 */
function checkCommand({ output }: Fixed, { map = [] }: FixFlags): string | undefined {
  if (output === null || output === '-') return undefined;
  const mappings = map.map((mapping) => ` --map ${shellQuote(mapping)}`).join('');
  const command = `files-bulk-import validate ${shellQuote(output)}${mappings}`;
  return printable(command) === command ? command : undefined;
}
