import { UsageError } from './exit.js';

/** How issues are printed; the first is the default. */
export const issueFormats = ['text', 'json', 'ndjson', 'github'] as const;
export type IssueFormat = (typeof issueFormats)[number];

/** The format that the flags ask for. Throws UsageError if they ask for two. */
export function issueFormat({
  json,
  ndjson,
  format,
}: {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly format?: IssueFormat;
}): IssueFormat {
  const given = [json && ('json' as const), ndjson && ('ndjson' as const), format];
  const [one = 'text', other] = new Set(given.flatMap((name) => name || []));
  if (other !== undefined)
    throw new UsageError(`The report cannot be both ${one} and ${other}: give one of them.`);
  return one;
}
