import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../columns/json.js';
import type { Credential } from '../site/credential.js';
import { givenText, looksLikeKey } from '../site/mistaken-key.js';
import { readText } from '../source/read-text.js';
import { UsageError } from './exit.js';
import { shellQuote } from './shell-quote.js';
import { hasErrorCode } from '../source/error-code.js';

/** A site and its credential, as the official command line stores them. */
export interface Profile {
  readonly name: string;
  /** The file that it is in. */
  readonly path: string;
  /** The site, in the form of the flags; empty if the profile names none. */
  readonly site: { readonly site?: string; readonly baseUrl?: string };
  /** undefined: it is logged out. */
  readonly credential: Credential | undefined;
  /** When its session ends, as written; '' if that is not known. */
  readonly sessionEnds: string;
  readonly workspaceId: number | undefined;
}

export function profilesPath(): string {
  return join(homedir(), '.config', 'files-cli');
}

const text = z
  .string()
  .nullish()
  .transform((value) => (value ?? '').trim());

// The fields that matter here; the official command line writes blank ones too.
const stored = z.object({
  subdomain: text,
  endpoint: text,
  api_key: text,
  session_id: text,
  session_expiry: text,
  workspace_id: z.coerce.number().int().nonnegative().nullish(),
});
const configuration = z.object({ profiles: z.record(z.string(), stored).default({}) });

/** Reads a profile; the file is never written. undefined: there is no such profile, or no file. */
export async function readProfile(
  name: string,
  warn: (text: string) => void,
): Promise<Profile | undefined> {
  const path = profilesPath();
  const profiles = await readProfiles(path);
  if (!profiles) return undefined;
  await warnOfReaders(path, warn);
  const found = profiles.get(name);
  return found && profileOf(name, path, found);
}

/** The same, if it was requested by name. */
export async function requireProfile(name: string, warn: (text: string) => void): Promise<Profile> {
  const profile = await readProfile(name, warn);
  if (profile) return profile;
  const path = profilesPath();
  const profiles = await readProfiles(path);
  const names = [...(profiles?.keys() ?? [])].join(', ');
  const known = profiles ? `It has ${names === '' ? 'none' : names}.` : 'That file does not exist.';
  if (looksLikeKey(name))
    throw new UsageError(
      `--profile takes the name of a profile in ${path}, not ${givenText(name)}. ${known}`,
    );
  throw new UsageError(`There is no profile "${name}" in ${path}. ${known}`);
}

type Stored = z.infer<typeof stored>;

async function readProfiles(path: string): Promise<ReadonlyMap<string, Stored> | undefined> {
  let content: string;
  try {
    content = await readText(path);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw new UsageError(`The configuration ${path} cannot be read.`, { cause: error });
  }
  const { data } = configuration.safeParse(parseJson(content));
  if (data) return new Map(Object.entries(data.profiles));
  throw new UsageError(
    `The configuration ${path} is damaged: it should be JSON with "profiles". Repair it, or move it away and sign in again with files-cli.`,
  );
}

function profileOf(name: string, path: string, found: Stored): Profile {
  const { subdomain, endpoint, workspace_id: workspace } = found;
  return {
    name,
    path,
    site: endpoint !== '' ? { baseUrl: endpoint } : subdomain !== '' ? { site: subdomain } : {},
    credential: credentialOf(found),
    sessionEnds: found.session_expiry,
    // 0 is the value of a workspace that was never set.
    workspaceId: workspace === 0 ? undefined : (workspace ?? undefined),
  };
}

/** A key takes precedence over a session, as in the official command line. */
function credentialOf({ api_key: apiKey, session_id: session }: Stored): Credential | undefined {
  if (apiKey !== '') return { apiKey };
  return session === '' ? undefined : { session };
}

/** Warns if others on this machine can read a file that contains a key. */
export async function warnOfReaders(path: string, warn: (text: string) => void): Promise<void> {
  if (process.platform === 'win32') return;
  const found = await stat(path).catch(() => undefined);
  // A pipe has no other readers.
  if (found?.isFile() === true && (found.mode & 0o077) !== 0)
    warn(
      `warning: ${path} contains a key that others can read. To keep it private: chmod 600 ${shellQuote(path)}`,
    );
}
