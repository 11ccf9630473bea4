import { legend } from '../../columns/derived/legend.js';
import { templateCsv } from '../../columns/derived/template.js';
import { printable } from '../../columns/printable.js';
import { placeAt } from '../../source/new-file.js';
import { namesWorkbook } from '../new-place.js';
import { UsageError, exitCodes, type ExitCode } from '../exit.js';
import { write, type CommonFlags, type Io } from '../io.js';
import { writeNew } from '../write-new.js';

export interface TemplateFlags extends CommonFlags {
  readonly empty?: boolean;
  readonly legend?: boolean;
  readonly xlsx?: boolean;
  readonly output?: string;
}

/** Prints the example file, or writes it to a new file with its legend beside it. */
export async function template(flags: TemplateFlags, io: Io): Promise<ExitCode> {
  const { output = '-' } = flags;
  if (flags.xlsx === true || (flags.legend !== true && isXlsx(output)))
    return writeWorkbook(flags, io);
  if (namesWorkbook(output))
    throw new UsageError(
      flags.legend === true
        ? `The legend is text, so ${output} would not be a workbook: name it .txt, or leave out --legend.`
        : `template writes CSV or .xlsx, so ${output} would not be a workbook: name it .csv or .xlsx.`,
    );
  const content = flags.legend === true ? legend() : templateCsv({ empty: flags.empty === true });
  if (output === '-') {
    await write(io.stdout, content);
    return exitCodes.ok;
  }
  const files: (readonly [path: string, text: string])[] = [[output, content]];
  if (flags.legend !== true) files.push([`${output.replace(/\.csv$/i, '')}.legend.txt`, legend()]);
  // A legend that is there already must not leave the CSV behind alone.
  for (const [path] of files) await placeAt(path);
  for (const [path, text] of files) await writeNew(path, text);
  const written = files.map(([path]) => printable(path)).join(' and ');
  if (flags.quiet !== true) await write(io.stderr, `Wrote ${written}.\n`);
  return exitCodes.ok;
}

function isXlsx(path: string): boolean {
  return /\.xlsx$/i.test(path);
}

/** The legend is a sheet of the workbook. */
async function writeWorkbook(flags: TemplateFlags, io: Io): Promise<ExitCode> {
  const { output = '-' } = flags;
  if (output !== '-' && !isXlsx(output))
    throw new UsageError(
      `--xlsx writes a workbook, which ${output} would not be taken for: name it .xlsx.`,
    );
  if (output === '-' && io.stdout.isTTY === true)
    throw new UsageError('A workbook cannot be shown on a terminal: give --output users.xlsx.');
  const { templateWorkbook } = await import('../../columns/derived/template-workbook.js');
  const workbook = await templateWorkbook({ empty: flags.empty === true });
  if (output === '-') await write(io.stdout, workbook);
  else {
    await writeNew(output, workbook);
    if (flags.quiet !== true) await write(io.stderr, `Wrote ${printable(output)}.\n`);
  }
  return exitCodes.ok;
}
