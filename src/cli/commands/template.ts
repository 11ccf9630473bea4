import { legend } from '../../columns/legend.js';
import { templateCsv } from '../../columns/template.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { write, type CommonFlags, type Io } from '../io.js';
import { writeNew } from '../write-new.js';

export interface TemplateFlags extends CommonFlags {
  readonly empty?: boolean;
  readonly legend?: boolean;
  readonly output?: string;
}

/** Prints the example file, or writes it to a new file with its legend beside it. */
export async function template(flags: TemplateFlags, io: Io): Promise<ExitCode> {
  const csv = templateCsv({ empty: flags.empty === true });
  if (flags.output === undefined) {
    await write(io.stdout, flags.legend === true ? legend() : csv);
    return exitCodes.ok;
  }
  const beside = `${flags.output.replace(/\.csv$/i, '')}.legend.txt`;
  await writeNew(flags.output, csv);
  await writeNew(beside, legend());
  if (flags.quiet !== true) await write(io.stderr, `Wrote ${flags.output} and ${beside}.\n`);
  return exitCodes.ok;
}
