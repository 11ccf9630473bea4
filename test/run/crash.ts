import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BoundOptions } from '../../src/run/journal/format.js';
import { stateOf, usersCsv } from '../cli/site.js';
import { openSandbox } from '../sandbox/open.js';
import { Importing } from './importing.js';

/** What a site holds after an import of so many users that nothing disturbed. */
export async function undisturbed(
  users: number,
  csv = usersCsv(users),
  options: Partial<BoundOptions> = {},
): Promise<unknown> {
  const importing = await Importing.of(await openSandbox(), csv);
  const { tally } = await importing.start({ options });
  expect(tally.created).toBe(users);
  const state = stateOf(importing.sandbox);
  return state;
}

/** What a machine that stops at one instant leaves behind: the site as it is, the journal, and passwords. */
export interface Image {
  readonly path: string;
  readonly journal: Buffer;
  /** The file of passwords, where there was one already. */
  readonly passwords: Buffer | undefined;
}

/** Brings the files of a run to what they were at that instant. */
export async function restore(importing: Importing, image: Image): Promise<void> {
  await writeFile(image.path, image.journal);
  const passwords = passwordFileOf(importing);
  await rm(passwords, { force: true });
  if (image.passwords) await writeFile(passwords, image.passwords);
}

export function passwordFileOf({ directory }: Importing): string {
  return join(directory, 'users.passwords.csv');
}

/**
 * Runs the import until its `request`-th request, and there everything ends: `served` tells whether
 * that request was still served. Undefined when the import ended before it.
 */
export async function crash(
  importing: Importing,
  { request, served }: { request: number; served: boolean },
  options: Partial<BoundOptions> = {},
): Promise<Image | undefined> {
  const { sandbox } = importing;
  const abort = new AbortController();
  const requests = { seen: 0 };
  let image: Image | undefined;
  const take = (): void => {
    const runs = join(importing.directory, 'state', 'runs');
    const [run] = readdirOr(runs);
    if (run === undefined) return;
    const path = join(runs, run, 'journal.ndjson');
    const passwords = passwordFileOf(importing);
    image = {
      path,
      journal: readFileSync(path),
      passwords: existsSync(passwords) ? readFileSync(passwords) : undefined,
    };
  };
  sandbox.setFaults({
    faults: [{ kind: 'lost-before', share: 1 }],
    concerns: () => {
      requests.seen += 1;
      if (requests.seen < request) return false;
      if (requests.seen > request) return true;
      // The request is served, if it is, before a microtask comes: the reply is never read.
      queueMicrotask(() => {
        take();
        abort.abort();
      });
      return !served;
    },
  });
  await importing.start({ abort: abort.signal, options }).catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  sandbox.setFaults(undefined);
  if (image) await restore(importing, image);
  return image;
}

function readdirOr(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/**
 * Lengths at which what is not safe of a journal may be cut, for each of its records: before it, in its
 * midst, and before its newline. That every cut is read as the records before it, a test of the journal
 * tells of each byte.
 */
export function cutsOf(image: Pick<Image, 'journal'>): number[] {
  const { journal } = image;
  const cuts = [durableBytes(image)];
  for (let end = durableBytes(image); end < journal.length;) {
    const start = end;
    end = journal.indexOf('\n', start) + 1 || journal.length;
    cuts.push(Math.floor((start + end) / 2), end - 1, end);
  }
  return cuts;
}

/**
 * What is on the disk for certain: all up to the last start of a row, which was waited for. What comes
 * after it may be lost with the machine's power, at any byte.
 */
export function durableBytes({ journal }: Pick<Image, 'journal'>): number {
  const start = journal.lastIndexOf('{"type":"start"');
  return start === -1 ? journal.indexOf('\n') + 1 : journal.indexOf('\n', start) + 1;
}
