/** Exit codes, the same for every command. */
export const exitCodes = {
  ok: 0,
  /** The file has errors, or with --strict warnings; nothing was created. */
  invalid: 1,
  /** Usage, configuration, or a file that cannot be read. */
  usage: 2,
  /** The import ran and some rows failed. */
  someFailed: 3,
  /** The site refused us. */
  refused: 4,
  /** Stopped before the end; can be resumed. */
  stopped: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodesHelp = `
Exit codes:
  0    all of it worked; warnings alone are 0 unless --strict
  1    the file has errors (nothing was created), or with --strict warnings
  2    usage, configuration, or a file that cannot be read
  3    the import ran and some rows failed; the others are created
  4    the site refused us: key invalid, not a site administrator
  5    the run stopped before its end and can be resumed
  130  interrupted; can be resumed`;

/** What the person typed or configured cannot be done (exit 2). */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The exit code for what went wrong, by the name of its class, so that no module is loaded to tell. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  return error instanceof Error ? codeByName.get(error.name) : undefined;
}

const codeByName = new Map<string, ExitCode>([
  ['UsageError', exitCodes.usage],
  ['SourceError', exitCodes.usage],
  ['FileChangedError', exitCodes.usage],
  ['RunChangedError', exitCodes.usage],
  ['LockedError', exitCodes.usage],
  ['JournalUnreadableError', exitCodes.usage],
  ['SiteAddressError', exitCodes.usage],
  ['SandboxStateError', exitCodes.usage],
  ['NotAllowedError', exitCodes.refused],
  ['RefusedError', exitCodes.refused],
  ['SiteUnavailableError', exitCodes.stopped],
  ['JournalError', exitCodes.stopped],
  ['AbortError', exitCodes.interrupted],
]);
