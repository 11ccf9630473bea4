import { RefusedError } from '../../site/errors.js';
import type { Site } from '../../site/site.js';
import type { Problem } from '../journal/format.js';
import type { Progress } from '../journal/progress.js';
import { whyNotMadeThen } from './ownership.js';
import type { RowOutcome } from './row-account.js';

/**
 * The end of a row that is refused before its user is requested. If an earlier session requested the user
 * and got no answer, the user may exist, without what the row gives it. Whether it is ours cannot be known
 * while the row cannot be sent, so this is reported, and stays in doubt.
 */
export async function refusedRow(
  { line, username, outcome, problems }: RowOutcome,
  { site, progress }: { readonly site: Site; readonly progress: Progress },
): Promise<RowOutcome> {
  const state = progress.open(line);
  if (state?.action !== 'create' || state.user) return { line, username, outcome, problems };
  const found = await site.findUser(username).catch((error: unknown) => {
    // Then the row is as much in doubt as if nothing was found.
    if (error instanceof RefusedError) return undefined;
    throw error;
  });
  if (!found) return { line, username, outcome, problems, inDoubt: true };
  if (whyNotMadeThen(found, state) !== undefined) return { line, username, outcome, problems };
  const problem: Problem = {
    column: 'username',
    message: `An earlier session requested this user and the reply was lost: the site's user "${found.username}" (id ${found.id}) may be that one, without permissions and keys. Correct what is wrong, and resume completes the user.`,
  };
  return { line, username, outcome, problems: [...problems, problem], inDoubt: true };
}
