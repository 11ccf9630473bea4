/** Exit codes, the same for every command; `exitCodeTexts` says what they mean. */
export const exitCodes = {
  ok: 0,
  invalid: 1,
  usage: 2,
  someFailed: 3,
  refused: 4,
  stopped: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Their meanings, for the help. */
export const exitCodeTexts: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.ok, 'all of it worked; warnings alone are 0 unless --strict'],
  [exitCodes.invalid, 'the file has errors (nothing was created), or with --strict warnings'],
  [exitCodes.usage, 'usage, configuration, or a file that cannot be read'],
  [exitCodes.someFailed, 'the import ran and some rows failed; the others are created'],
  [exitCodes.refused, 'the site refused us: key invalid, not a site administrator'],
  [exitCodes.stopped, 'the run stopped before its end and can be resumed'],
  [exitCodes.interrupted, 'interrupted; can be resumed'],
];

/** What was typed or configured cannot be done (exit 2). */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** More users would be affected than --max allows (exit 1); nothing was done. */
export class LimitError extends Error {
  override name = 'LimitError';
}

/** The exit code for an error, by the name of its class, so that no module has to be loaded. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (!(error instanceof Error)) return undefined;
  return namesByCode.find(([, names]) => names.includes(error.name))?.[0];
}

const namesByCode: readonly (readonly [ExitCode, readonly string[]])[] = [
  [exitCodes.invalid, ['LimitError']],
  [
    exitCodes.usage,
    [
      'UsageError',
      'SourceError',
      'FileChangedError',
      'RunChangedError',
      'PlanFileError',
      'PlanMovedError',
      'LockedError',
      'NameTakenError',
      'GroupNotFoundError',
      'ReportError',
      'JournalUnreadableError',
      'SiteAddressError',
      'SandboxStateError',
    ],
  ],
  [exitCodes.refused, ['NotAllowedError', 'RefusedError']],
  [exitCodes.stopped, ['SiteUnavailableError', 'JournalError']],
  [exitCodes.interrupted, ['AbortError']],
];
