import type { ServedWindow, User, UserParameters } from '../../site/site.js';
import { isSecretParameter } from '../../columns/secret-parameter.js';
import { RefusedError } from '../../site/errors.js';
import { requireAllUsers } from '../facts/preflight.js';
import type { KnownUser } from '../journal/progress.js';
import type { Apply } from '../plan/intent.js';
import { changes, userParameters } from '../plan/parameters.js';
import type { RowContext } from './apply-row.js';
import { passwordWasSet, whyAnother, whyNotOurs } from './ownership.js';
import { lacksPassword } from './passwords.js';
import { sendOnce } from './send-once.js';

/** The row's user on the site. */
export interface SettledUser {
  readonly id: number;
  /** Just created, so it has nothing yet. */
  readonly fresh: boolean;
  readonly changed: boolean;
}

/** The row's user does not exist, or is not ours: the row cannot be carried out. */
export class ConflictError extends Error {
  override name = 'ConflictError';
}

/**
 * Creates the row's user, once. A create whose reply was lost is never simply sent again: the user is
 * looked up first, and adopted only if it is ours.
 */
export async function createUser(intent: Apply, context: RowContext): Promise<SettledUser> {
  const { record, state } = intent;
  if (state?.user) return stillThere(record.username, state.user, context);
  const { site } = context;
  const parameters = {
    ...parametersOf(intent, context),
    ...(await passwordFor(intent, context)),
  };
  const adoptIfThere = async (): Promise<SettledUser | undefined> => {
    const found = await site.findUser(record.username);
    return found && adopt(found, parameters, intent, context);
  };
  const send = async (): Promise<SettledUser> => {
    const user = await site.createUser(parameters, {
      beforeSend: (window) => noteAttempt(window, intent, context),
    });
    noteUser(user, intent, context, false);
    return { id: user.id, fresh: true, changed: true };
  };
  return sendOnce(send, adoptIfThere, context, { inDoubt: state !== undefined });
}

/** A user that an earlier session created, if it is still the same: nobody else may get what is missing. */
async function stillThere(
  username: string,
  known: KnownUser,
  { site }: RowContext,
): Promise<SettledUser> {
  const { id } = known;
  const user = await site.getUser(id);
  // The site's 404 may be due to the key's permissions.
  if (!user) await requireAllUsers(site);
  const why = whyAnother(user, username, known);
  if (why === undefined) return { id, fresh: false, changed: false };
  throw new ConflictError(
    `The user that this run created for the row (id ${id}) ${why}, and was not complete. Resume the run to create "${username}" again, or remove the row.`,
  );
}

function parametersOf({ record, action }: Apply, { site, directory }: RowContext): UserParameters {
  return userParameters(record, action, { api: site.api, directory });
}

/** A password for a user who has none in the file, the same in every session. */
async function passwordFor(
  { record, state }: Apply,
  { passwords }: RowContext,
): Promise<{ password?: string }> {
  if (!passwords || !lacksPassword(record)) return {};
  const known = passwords.knownOf(record.username);
  if (known !== undefined) return { password: known };
  if (!state) return { password: await passwords.makeFor(record.username) };
  throw new ConflictError(
    'An earlier session requested this user, perhaps successfully, and the password is no longer in the passwords file. Look at the site: if this run created the user, delete it and retry the row.',
  );
}

/** Records an attempt, and when it can be served, before it is sent. */
function noteAttempt(
  { from, until }: ServedWindow,
  { record: { line, username }, action }: Apply,
  { log }: RowContext,
): Promise<void> {
  return log.append({ type: 'start', line, action, username, from, until });
}

function adopt(
  found: User,
  parameters: UserParameters,
  intent: Apply,
  context: RowContext,
): SettledUser {
  // When any of the attempts may have been served, those of earlier sessions included.
  const served = context.progress.open(intent.record.line);
  const why = served
    ? whyNotOurs(found, parameters, served, context.site.api)
    : 'this run never requested it';
  if (why !== undefined) {
    throw new ConflictError(
      `The site has a user "${found.username}" (id ${found.id}), but ${why}. Look at that user: remove the row if it is the same person, or rename one of the two.`,
    );
  }
  noteUser(found, intent, context, true);
  // The create in doubt was the row's last request: no permission was sent after it.
  return { id: found.id, fresh: intent.state === undefined, changed: true };
}

function noteUser(user: User, { record }: Apply, { log }: RowContext, adopted: boolean): void {
  log.note({
    type: 'user',
    line: record.line,
    username: record.username,
    id: user.id,
    createdAt: typeof user.created_at === 'string' ? user.created_at : null,
    adopted,
  });
}

/** Sends only what differs between the row and an existing user. */
export async function changeUser(intent: Apply, context: RowContext): Promise<SettledUser> {
  const { record, existing } = intent;
  if (!existing)
    throw new ConflictError(`The site no longer has a user "${record.username}" to change.`);
  const { site, clock, progress, options } = context;
  const { id } = existing;
  const parameters = parametersOf(intent, context);
  const wanted = changes(parameters, existing, { api: site.api, ...options });
  if (Object.keys(wanted).length === 0) {
    await noteAttempt({ from: clock.now(), until: clock.now() }, intent, context);
    // Something that an earlier session sent may be why nothing differs now.
    return { id, fresh: false, changed: intent.state !== undefined };
  }
  let earlier: ServedWindow | undefined;
  try {
    await site.updateUser(id, wanted, {
      beforeSend(window) {
        earlier = progress.open(record.line);
        return noteAttempt(window, intent, context);
      },
    });
  } catch (error) {
    if (
      !(error instanceof RefusedError) ||
      !earlier ||
      !Object.keys(wanted).some(isSecretParameter)
    )
      throw error;
    const user = await site.getUser(id);
    if (!user || !passwordWasSet(user, parameters, earlier, site.api)) throw error;
  }
  return { id, fresh: false, changed: true };
}
