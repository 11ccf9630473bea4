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

/** Prints the example file, or writes it to a new file; a CSV gets its legend beside it. */
export async function template(flags: TemplateFlags, io: Io): Promise<ExitCode> {
  const { output = '-' } = flags;
  const empty = flags.empty === true;
  const isXlsx = /\.xlsx$/i.test(output);
  const files: [path: string, content: string | Uint8Array][] = [];
  if (flags.xlsx || (isXlsx && !flags.legend)) {
    if (output !== '-' && !isXlsx)
      throw new UsageError(
        `--xlsx writes a workbook, so ${output} would have the wrong extension: name it .xlsx.`,
      );
    if (output === '-' && io.stdout.isTTY)
      throw new UsageError('A workbook cannot be shown on a terminal: give --output users.xlsx.');
    const { templateWorkbook } = await import('../../columns/derived/template-workbook.js');
    files.push([output, await templateWorkbook({ empty })]);
  } else {
    if (namesWorkbook(output))
      throw new UsageError(
        flags.legend
          ? `The legend is text, so ${output} would not be a workbook: name it .txt, or leave out --legend.`
          : `template writes CSV or .xlsx, so ${output} would not be a workbook: name it .csv or .xlsx.`,
      );
    files.push([output, flags.legend ? legend() : templateCsv({ empty })]);
    if (!flags.legend && output !== '-')
      files.push([`${output.replace(/\.csv$/i, '')}.legend.txt`, legend()]);
  }
  if (output === '-') {
    for (const [, content] of files) await write(io.stdout, content);
    return exitCodes.ok;
  }
  // If the legend exists already, the CSV must not be left behind alone.
  for (const [path] of files) await placeAt(path);
  for (const [path, content] of files) await writeNew(path, content);
  const written = files.map(([path]) => printable(path)).join(' and ');
  if (!flags.quiet) await write(io.stderr, `Wrote ${written}.\n`);
  return exitCodes.ok;
}
