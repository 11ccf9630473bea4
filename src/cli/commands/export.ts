import { csvLine } from '../../columns/csv.js';
import { grouped } from '../../report/count.js';
import { renderExport, renderLoss } from '../../report/export-text.js';
import { ExportTally } from '../../report/export-tally.js';
import { jsonDocument } from '../../report/json-document.js';
import { exportUsers, type ExportedUser, type UserExport } from '../../run/export/export.js';
import type { RestSite } from '../../site/site.js';
import { NewFile } from '../../source/new-file.js';
import type { SiteFlags } from '../connection.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { styleFor, write, writeRows, type Io } from '../io.js';
import { csvPlace } from '../new-place.js';
import type { Progress } from '../progress.js';
import { requireRest, withConnection, type Session } from '../with-connection.js';

export interface ExportFlags extends SiteFlags {
  readonly output?: string;
  readonly group?: string;
  readonly search?: string;
  readonly notAdmin?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
}

type Put = (text: string) => Promise<void>;

/** Writes the site's users as an import file; holds one page of them at a time. */
export async function exportFile(
  { output = '-', ...flags }: ExportFlags,
  io: Io,
): Promise<ExitCode> {
  const place = output === '-' ? undefined : await csvPlace(output, 'export');
  // Its calls are billed.
  io.endUnread();
  return withConnection(flags, io, async (session) => {
    const { connection, progress } = session;
    const file = place && (await NewFile.create(place));
    const put = file ? (text: string) => file.write(text) : toStdout(io, progress);
    try {
      const tally = await perform(requireRest(connection.site, 'export'), flags, session, put);
      const path = await file?.publish();
      progress.stop();
      const style = await styleFor(io.stderr, io.env, flags);
      if (!flags.quiet) await write(io.stderr, renderExport(tally, path, style));
      return tally.losses.length > 0 ? exitCodes.someFailed : exitCodes.ok;
    } finally {
      await file?.discard();
    }
  });
}

/** On a terminal, rows would be mixed with the progress. */
function toStdout({ stdout }: Io, progress: Progress): Put {
  return (text) => {
    if (stdout.isTTY) progress.stop();
    return writeRows(stdout, text);
  };
}

async function perform(
  site: RestSite,
  flags: Omit<ExportFlags, 'output'>,
  { io, progress }: Session,
  put: Put,
): Promise<ExportTally> {
  progress.step('Asking the site');
  const { group, search } = flags;
  const found = await exportUsers(site, {
    group,
    search,
    notAdmin: flags.notAdmin === true,
    all: flags.all === true,
    now: Date.now(),
  });
  const style = await styleFor(io.stderr, io.env, flags);
  const tally = new ExportTally();
  const tell = (users: readonly ExportedUser[]): void => {
    const told = Math.floor(tally.users / 10_000);
    for (const user of users)
      for (const loss of tally.add(user)) progress.say(renderLoss(loss, style));
    if (Math.floor(tally.users / 10_000) > told)
      progress.step(`Reading users: ${grouped(tally.users)} so far`);
  };
  progress.step('Reading users');
  await (flags.json ? putJson : putCsv)(found, put, tell, tally);
  return tally;
}

type Tell = (users: readonly ExportedUser[]) => void;

async function putCsv({ columns, pages }: UserExport, put: Put, tell: Tell): Promise<void> {
  await put(csvLine(columns.map(({ name }) => name)));
  for await (const users of pages) {
    tell(users);
    await put(users.map(({ cells }) => csvLine(cells)).join(''));
  }
}

/** One document, one user per line. */
async function putJson(
  { columns, pages }: UserExport,
  put: Put,
  tell: Tell,
  tally: ExportTally,
): Promise<void> {
  const document = jsonDocument({ version: 1 }, ['users']);
  const asJson = ({ cells }: ExportedUser): object =>
    Object.fromEntries(columns.map(({ name }, at) => [name, cells[at] ?? '']));
  for await (const users of pages) {
    tell(users);
    await put(document.add(users.map(asJson)));
  }
  await put(document.end({ leftOut: tally.losses }));
}
