/**
 * What other programs may import. Nothing here touches the process or a terminal.
 */
export { columns, type CellValues, type ColumnName } from './columns/table.js';
export { issueCodes, type Issue, type IssueCode, type Severity } from './columns/issue.js';
export { templateCsv } from './columns/template.js';
export { openSource, FileChangedError, type Source } from './source/open.js';
export { readTable, type Table } from './source/read.js';
export { SourceError } from './source/row.js';
export type { CheckedEntry } from './validate/check-entry.js';
export { checkTable, type FileCheck } from './validate/check-file.js';
export type { Summary } from './validate/tally.js';
export type { UserRecord } from './validate/check-row.js';
export { systemClock, type Clock } from './site/clock.js';
export {
  InDoubtError,
  NotAllowedError,
  RefusedError,
  SiteUnavailableError,
  type Refusal,
} from './site/errors.js';
export { createLegacySite, type LegacySiteOptions } from './site/legacy/legacy-site.js';
export { createRestSite, type RestSiteOptions } from './site/rest-site.js';
export type { LegacySite, RestSite, Site, User } from './site/site.js';
export { RunChangedError } from './run/find-run.js';
export { importFile, type ImportResult } from './run/import.js';
export type { Limits } from './run/limits.js';
export type { ImportEvent, ImportRequest, PlanRequest } from './run/request.js';
export { actOnUsers, type ActionRequest, type ActionResult } from './run/act-on-users.js';
export { userActions, type UserAction } from './run/user-actions.js';
export type { RunAccount } from './run/account.js';
export type { Plan } from './run/plan.js';
export { parsePlan, PlanFileError, type PlanDocument } from './run/plan-document.js';
export { planImport, type Planned } from './run/planning.js';
export type { PlannedRow } from './run/planned-row.js';
export { PlanMovedError, ReviewedPlan } from './run/reviewed-plan.js';
export { RunStore, type AnyRun, type StoredAction, type StoredRun } from './run/store.js';
export {
  exportUsers,
  GroupNotFoundError,
  type ExportedUser,
  type ExportOptions,
  type UserExport,
} from './run/export.js';
export type { ExportNote } from './run/export-notes.js';
export { planUndo, type UndoPlan } from './run/undo-plan.js';
export { undoRun, type UndoAccount } from './run/undo.js';
export { startSandbox, type Sandbox, type SandboxOptions } from './sandbox/sandbox.js';
