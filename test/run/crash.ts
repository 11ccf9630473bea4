import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BoundOptions } from '../../src/run/journal/format.js';
import { stateOf, usersCsv } from '../cli/site.js';
import { openSandbox } from '../sandbox/open.js';
import { Importing } from './importing.js';

/** The state of a site after an undisturbed import of so many users. */
export async function undisturbed(
  users: number,
  csv = usersCsv(users),
  options: Partial<BoundOptions> = {},
): Promise<unknown> {
  const importing = await Importing.of(await openSandbox(), csv);
  const { tally } = await importing.start({ options });
  expect(tally.created).toBe(users);
  return stateOf(importing.sandbox);
}

/** The files of a run at the instant of a crash. */
export interface Image {
  readonly path: string;
  readonly journal: Buffer;
  /** The passwords file, if there was one already. */
  readonly passwords: Buffer | undefined;
}

/** Restores the files of a run to that instant. */
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
 * Runs the import and kills it at its `request`-th request; `served` tells whether that one is still
 * served. Undefined if the run has no journal by then, or ends before it.
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
      // A request that is served is served before microtasks run; its reply is never read.
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
 * Lengths to which a crash may cut the part of a journal that is not durable: before, in the middle of and
 * just short of each record. The tests of the journal itself cut it at every byte.
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
 * What is durable for certain: everything up to the last start of a row, which is waited for. A power
 * failure may cut the rest at any byte.
 */
export function durableBytes({ journal }: Pick<Image, 'journal'>): number {
  const start = journal.lastIndexOf('{"type":"start"');
  return start === -1 ? journal.indexOf('\n') + 1 : journal.indexOf('\n', start) + 1;
}
