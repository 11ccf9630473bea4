import type { Json } from '../../columns/column.js';
import type { Issue } from '../../columns/issue.js';
import type { FolderPermission } from '../../columns/permissions.js';

/** What becomes of a row. */
export const plannedActions = [
  'create',
  'update',
  /** An earlier session or run created the user in part: what is missing is added. */
  'complete',
  /** The site has the user, and the file is not to change it. */
  'skip',
  /** The site would refuse it. */
  'refuse',
  /** The resumed run has ended it. */
  'done',
] as const;
export type PlannedAction = (typeof plannedActions)[number];

/** A row's part of a plan, as plain data. What is absent is not done. */
export interface PlannedRow {
  readonly line: number;
  readonly username: string;
  readonly action: PlannedAction;
  /** The existing user's id. */
  readonly id?: number;
  readonly groups?: readonly string[];
  readonly permissions?: readonly FolderPermission[];
  /** SSH keys. */
  readonly keys?: number;
  /** The user becomes a site administrator. */
  readonly administrator?: true;
  /** The site sends the user an e-mail. */
  readonly email?: true;
  /** A password is generated for the user. */
  readonly password?: true;
  readonly changes?: readonly FieldChange[];
  readonly issues?: readonly Issue[];
}

/** One field of an update: what the site has, and what it will be; groups as a cell names them. */
export interface FieldChange {
  readonly field: string;
  readonly from: Json;
  readonly to: Json;
}
