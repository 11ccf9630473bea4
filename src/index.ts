/**
 * What other programs may import (docs/library.md). Nothing of it writes to a terminal, ends the process or
 * listens to its signals.
 */
export { columns, type CellValues, type ColumnName } from './columns/table.js';
export { issueCodes, type Issue, type IssueCode, type Severity } from './columns/issue.js';
export type { Api } from './columns/api.js';
export type { MappedFrom, Mapping } from './source/mapping.js';
export type { UserRecord } from './validate/check-row.js';
export type { Summary } from './validate/tally.js';

export type { Task } from './library/task.js';
export type { CheckOptions, FileInput, FileOptions } from './library/input.js';
export type { SiteOptions } from './library/on-site.js';
export {
  readUsers,
  validateFile,
  type ReadRow,
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
} from './library/run-import.js';
export { actOnUsers, type ActionOptions, type ActionResult } from './library/act-on-users.js';
export { exportUsers, type ExportOptions, type ExportRow } from './library/export-users.js';
export { listRuns, undoImport, type KeptRun, type UndoOptions } from './library/undo-import.js';
export type { RunAccount } from './run/account.js';
export type { ActionEvent } from './run/act-on-users.js';
export type { ActionPlan } from './run/action-plan.js';
export type { ActionAccount } from './run/action-session.js';
export type { ExportNote } from './run/export-notes.js';
export type { Limits } from './run/limits.js';
export type { Plan } from './run/plan.js';
export type { PlannedRow } from './run/planned-row.js';
export type { ImportEvent } from './run/request.js';
export type { UndoAccount } from './run/undo.js';
export type { UndoPlan } from './run/undo-plan.js';
export { userActions, type UserAction } from './run/user-actions.js';

export { TaskLeftError } from './library/task.js';
export { RunNotFoundError } from './library/undo-import.js';
export { SourceError } from './source/row.js';
export { FileChangedError } from './source/open.js';
export { GroupNotFoundError } from './run/export.js';
export { RunChangedError } from './run/find-run.js';
export { JournalUnreadableError } from './run/journal-reader.js';
export { LockedError } from './run/lock.js';
export { SiteAddressError } from './site/base-url.js';
export { AbortError } from './site/clock.js';
export {
  NotAllowedError,
  RefusedError,
  SiteUnavailableError,
  type Refusal,
} from './site/errors.js';

export { startSandbox, type Sandbox, type SandboxOptions } from './sandbox/sandbox.js';
