/**
 * What other programs may import (docs/library.md). None of it writes to a terminal, ends the process or
 * listens to signals.
 */
export { columns } from './library/columns.js';
export type { ColumnInfo } from './columns/derived/legend.js';
export type { CellValues, ColumnName } from './columns/table.js';
export type { DateTime } from './columns/kinds/date.js';
export type { FolderPermission, PermissionValue } from './columns/permissions.js';
export type { PublicKeyCell } from './columns/kinds/credential.js';
export { issueCodes, type Issue, type IssueCode, type Severity } from './columns/issue.js';
export type { Api } from './columns/api.js';
export type { MappedFrom, Mapping } from './source/mapping.js';
export type { UserRecord } from './validate/check-row.js';
export type { RowFindings } from './validate/row-findings.js';
export type { Summary } from './validate/tally.js';

export type { Task } from './library/task.js';
export type { CheckOptions, FileInput, FileOptions } from './library/input.js';
export type { SiteOptions } from './library/on-site.js';
export {
  readUsers,
  validateFile,
  type ReadRow,
  type ReadUsersOptions,
  type ValidateOptions,
} from './library/validate-file.js';
export {
  planImport,
  runImport,
  type ImportOptions,
  type ImportResult,
  type InvalidImport,
  type PlanEvent,
  type PlanOptions,
  type PlanResult,
  type RunOptions,
} from './library/run-import.js';
export { actOnUsers, type ActionOptions, type ActionResult } from './library/act-on-users.js';
export { exportUsers, type ExportOptions, type ExportRow } from './library/export-users.js';
export { listRuns, type KeptRun } from './library/kept-run.js';
export {
  undoImport,
  type UndoEvent,
  type UndoOptions,
  type UndoResult,
} from './library/undo-import.js';
export type { RunAccount } from './run/account.js';
export type { ActionEvent } from './run/actions/act-on-users.js';
export type { ActionPlan } from './run/actions/plan.js';
export type { ActionAccount } from './run/actions/session.js';
export type { ExportNote } from './run/export/notes.js';
export type { BeyondLimits } from './run/import.js';
export type { ExistingPolicy } from './run/import-options.js';
export type { Limits } from './run/plan/limits.js';
export type { Plan } from './run/plan/plan.js';
export type { PlannedRow } from './run/plan/planned-row.js';
export type { ImportEvent } from './run/request.js';
export type { RowOutcome } from './run/apply/row-account.js';
export type { Stop } from './run/stop.js';
export type { UndoAccount } from './run/undo/undo.js';
export type { UndoPlan } from './run/undo/plan.js';
export { userActions, type UserAction } from './run/actions/user-actions.js';

export { OptionError } from './library/options.js';
export { RunNotFoundError } from './library/kept-run.js';
export { TaskLeftError } from './library/task.js';
export { SourceError } from './source/row.js';
export { FileChangedError } from './source/open.js';
export { GroupNotFoundError } from './run/export/export.js';
export { RunChangedError } from './run/journal/find-run.js';
export { JournalError } from './run/journal/journal.js';
export { JournalUnreadableError } from './run/journal/reader.js';
export { LockedError } from './run/journal/lock.js';
export { PlanFileError } from './run/plan/plan-document.js';
export { PlanMovedError } from './run/plan/reviewed-plan.js';
export { SiteAddressError } from './site/base-url.js';
export {
  NotAllowedError,
  RefusedError,
  SiteUnavailableError,
  type Refusal,
} from './site/errors.js';

export { startSandbox, type Sandbox } from './sandbox/public.js';
export type { FaultPlan } from './sandbox/faults.js';
export type { SandboxOptions } from './sandbox/sandbox.js';
export type { SandboxContent } from './sandbox/state.js';
