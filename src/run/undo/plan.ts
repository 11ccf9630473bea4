import type { Site, User } from '../../site/site.js';
import { requireAllUsers, usersAPage } from '../facts/preflight.js';
import { askAbout } from '../ask-about.js';
import { foldUsername } from '../../columns/username.js';
import { journalRecord } from '../journal/format.js';
import type { KnownUser } from '../journal/progress.js';
import { readJournal } from '../journal/reader.js';
import type { StoredRun } from '../journal/store.js';

/** A user that the run created, according to its journal. */
export interface MadeUser extends KnownUser {
  readonly line: number;
  readonly username: string;
  readonly adopted: boolean;
}

/** A user that is left alone, and why. */
export interface LeftUser {
  readonly line: number;
  readonly username: string;
  /** null: unknown, because the reply to its create never came. */
  readonly id: number | null;
  readonly why: string;
}

export interface UndoPlan {
  readonly delete: readonly MadeUser[];
  readonly left: readonly LeftUser[];
  /** Created by the run, and no longer on the site. */
  readonly gone: number;
  /** Users that the run changed: their previous state is not known. */
  readonly updated: number;
}

export interface UndoOptions {
  readonly includeAdopted: boolean;
  readonly evenIfUsed: boolean;
}

/**
 * Looks up every user that the run created, by whichever takes fewer calls, in the site's list or one by
 * one, and decides which can be deleted. Rejects with NotAllowedError if the key does not see all users:
 * then everyone would seem to be gone.
 */
export async function planUndo(
  run: StoredRun,
  site: Site,
  options: UndoOptions,
): Promise<UndoPlan> {
  await requireAllUsers(site);
  const remaining: MadeUser[] = [];
  const left: LeftUser[] = run.progress.inDoubt.map((row) => ({
    ...row,
    id: null,
    why: unanswered,
  }));
  let gone = 0;
  const decide = (made: MadeUser, user: User | undefined): void => {
    const why = user && whyKeep(user, made, options);
    if (why !== undefined) left.push(leave(made, why));
    else if (user) remaining.push(made);
    else gone += 1;
  };
  const toFind = new Map<number, MadeUser>();
  for (const made of await madeUsers(run.journalPath)) {
    if (made.adopted && !options.includeAdopted) left.push(leave(made, adopted));
    else toFind.set(made.id, made);
  }
  if (await isListCheaper(site, toFind.size))
    for await (const page of site.users())
      for (const user of page) {
        const made = toFind.get(user.id);
        if (toFind.delete(user.id) && made) decide(made, user);
      }
  // A list that changes while it is read may skip some.
  await askAbout(toFind.values(), async (made) => decide(made, await site.getUser(made.id)));
  // The key may have lost its rights in between.
  if (gone > 0) await requireAllUsers(site);
  const { updated, completed } = run.progress.tally;
  const byLine = (a: { line: number }, b: { line: number }): number => a.line - b.line;
  return {
    delete: remaining.sort(byLine),
    left: left.sort(byLine),
    gone,
    updated: updated + completed,
  };
}

/**
 * Whether finding out the length of the site's list, and reading it, takes fewer calls than one per user.
 */
async function isListCheaper(site: Site, users: number): Promise<boolean> {
  if (users <= 2) return false;
  const count = await site.userCount();
  return count !== undefined && 1 + Math.ceil(count / usersAPage) < users;
}

const unanswered =
  'no answer to the request to create it is recorded, so the site may have it: look there, and delete it by hand';

const adopted = 'it was found after a lost reply; --include-adopted deletes it too';

export function leave({ line, username, id }: MadeUser, why: string): LeftUser {
  return { line, username, id, why };
}

/** Fields that show that the user has been used since it was created. */
const signsOfUse = [
  'first_login_at',
  'last_login_at',
  'last_web_login_at',
  'last_ftp_login_at',
  'last_sftp_login_at',
  'last_dav_login_at',
  'last_desktop_login_at',
  'last_restapi_login_at',
  'last_api_use_at',
];

function whyKeep(user: User, made: MadeUser, { evenIfUsed }: UndoOptions): string | undefined {
  if (foldUsername(user.username) !== foldUsername(made.username))
    return `its username is now "${user.username}"`;
  if (made.createdAt !== null && !sameInstant(user.created_at, made.createdAt))
    return 'it was created at another time than the one of this run';
  const used = signsOfUse.find((field) => typeof user[field] === 'string' && user[field] !== '');
  if (used !== undefined && !evenIfUsed)
    return `it has been used since (${used} is set); --even-if-used deletes it too`;
  return undefined;
}

/** To the second: the site may return fractions only in the reply to a create. */
function sameInstant(a: unknown, b: string): boolean {
  return typeof a === 'string' && Math.abs(Date.parse(a) - Date.parse(b)) < 1000;
}

/** The users that a run created: more than one for a row whose first one was renamed in the meantime. */
async function madeUsers(journalPath: string): Promise<MadeUser[]> {
  const creates = new Set<number>();
  const made = new Map<number, MadeUser>();
  for await (const { record } of readJournal(journalPath, journalRecord, 'run')) {
    if (record.type === 'start' && record.action === 'create') creates.add(record.line);
    if (record.type === 'user' && creates.has(record.line)) {
      const { line, username, id, createdAt, adopted } = record;
      made.set(id, { line, username, id, createdAt, adopted });
    }
  }
  return [...made.values()];
}
