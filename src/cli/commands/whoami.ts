import { identityJson, renderIdentity } from '../../report/identity-text.js';
import { identify } from '../../run/identity.js';
import type { SiteFlags } from '../connection.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { write, writeJson, type Io } from '../io.js';
import { placeText } from '../site-access.js';
import { requireRest, withConnection } from '../with-connection.js';

export interface WhoamiFlags extends SiteFlags {
  readonly json?: boolean;
}

/**
 * Shows which site is used, whose key it is, and where the key comes from; changes nothing, in two to four
 * calls.
 */
export async function whoami(flags: WhoamiFlags, io: Io): Promise<ExitCode> {
  return withConnection(flags, io, async ({ connection, progress }) => {
    const site = requireRest(connection.site, 'whoami');
    const { credential, workspaceId, from, proxy } = connection;
    const identity = await identify(site);
    const bySession = 'session' in credential;
    const context = {
      url: site.url,
      bySession,
      from: placeText(from),
      workspaceId,
      proxy: proxy?.host,
    };
    progress.stop();
    if (flags.json) await writeJson(io, identityJson(identity, context, from));
    else await write(io.stdout, renderIdentity(identity, context));
    return exitCodes.ok;
  });
}
