import type { CellContext } from '../columns/column.js';
import type { Issue } from '../columns/issue.js';
import { isSsoProvider } from '../columns/kinds/choice.js';
import type { Fingerprint } from '../source/open.js';
import { readTable } from '../source/read.js';
import { standsAlone } from '../source/row.js';
import { checkTable, type FileCheck } from '../validate/check-file.js';
import type { Summary } from '../validate/tally.js';
import { ofHeader, rowFindings } from '../validate/row-findings.js';
import type { Needs } from './facts/preflight.js';
import { WantedFolders } from './facts/wanted-folders.js';
import type { PlanRequest } from './request.js';

export interface FirstReading {
  readonly summary: Summary;
  readonly fingerprint: Fingerprint;
  readonly needs: Needs;
  /** Why not even the valid rows of this file can be imported. */
  readonly cannotSkip: string | undefined;
}

/**
 * Reads the file once: checks it, computes its hash, and collects what it needs to know of the site.
 * Looking for root and home folders costs calls only for the sake of warnings.
 */
export async function readThrough(
  request: PlanRequest,
  { lookForFolders }: { readonly lookForFolders: boolean },
): Promise<FirstReading> {
  const { source, options, onEvent } = request;
  onEvent({ type: 'step', step: 'reading' });
  const reading = source.read();
  const check = checkTable(await readTable(reading), checkContext(request));
  const findings = rowFindings(check.header, { whole: true });
  if (check.headerIssues.length > 0)
    onEvent({ type: 'issues', rows: ofHeader(check.headerIssues) });
  const needs = { groups: false, sso: false };
  const folders = new WantedFolders(options);
  let cannotSkip: string | undefined;
  for await (const batch of check.entries) {
    for (const { row, record, issues } of batch) {
      const unreadable = row ? undefined : issues.find(({ severity }) => severity === 'error');
      if (unreadable) cannotSkip ??= whyNotWithout(unreadable);
      if (record && lookForFolders) folders.add(record);
      if (record?.values.group_ids) needs.groups = true;
      if (isSsoProvider(record?.values.authentication_method ?? '')) needs.sso = true;
    }
    const found = batch.flatMap(findings);
    if (found.length > 0) onEvent({ type: 'issues', rows: found });
  }
  const badHeader = check.headerIssues.some(({ severity }) => severity === 'error');
  return {
    summary: check.summary,
    fingerprint: reading.fingerprint(),
    needs: {
      ...needs,
      folders: folders.unmade(),
      usernames: check.usernames,
      whole: options.existing !== 'skip',
    },
    cannotSkip: badHeader ? 'The header has an error, which concerns every row.' : cannotSkip,
  };
}

/** Why a file cannot be imported without an unreadable row. */
function whyNotWithout(unreadable: Issue): string {
  return standsAlone(unreadable)
    ? 'A row cannot be read completely, so it could not be put into the rejects file.'
    : 'A record cannot be read, so where the rows around it begin and end is a guess.';
}

/** Reads the same file again; throws FileChangedError before the first byte that differs. */
export async function readAgain(
  request: PlanRequest,
  fingerprint: Fingerprint,
): Promise<FileCheck> {
  return checkTable(await readTable(request.source.read(fingerprint)), checkContext(request));
}

/** The context in which the rows of this import are checked. */
export function checkContext({ clock, site, options }: PlanRequest): CellContext {
  return {
    now: clock.now(),
    api: site.api,
    mayUpdate: options.existing !== 'error',
    makesPasswords: options.generatePasswords,
  };
}
