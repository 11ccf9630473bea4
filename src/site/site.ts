import type { z } from 'zod';
import type { Json } from '../columns/column.js';
import type * as resources from './resources.js';

/** The parameters of a create or an update, by their names in the API that they are sent to. */
export type UserParameters = { [parameter: string]: Json };

/**
 * A user as the site returns it, with fields by their names in the API. Replies may leave fields out: only
 * these two are relied upon. `created_at`, `last_login_at` and `site_admin` have the same names in both
 * APIs.
 */
export interface User {
  readonly id: number;
  readonly username: string;
  readonly [field: string]: Json | undefined;
}

export type Group = z.infer<typeof resources.group>;
export type FolderEntry = z.infer<typeof resources.folderEntry>;
export type SsoStrategy = z.infer<typeof resources.ssoStrategy>;
export type Permission = z.infer<typeof resources.permission>;
export type PublicKey = z.infer<typeof resources.publicKey>;
export type Access = z.infer<typeof resources.access>;
export type SiteSettings = z.infer<typeof resources.settings>;

export interface NewPermission extends Permission {
  readonly userId: number;
}

export interface NewPublicKey {
  readonly userId: number;
  readonly title: string;
  readonly publicKey: string;
}

/** Times by the site's clock, between which a request can be served. */
export interface ServedWindow {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
}

export interface UserQuery {
  /** A part of a username, a name or an email. */
  readonly search?: string | undefined;
  readonly byUsername?: boolean;
}

export interface SendOptions {
  /**
   * Called before each attempt, and again if its turn came late. The request is sent once the promise
   * resolves, and not at all if it rejects. `window` is when this attempt can be served.
   */
  readonly beforeSend?: (window: ServedWindow) => Promise<void>;
}

/** What both APIs of a site offer: its users. */
export interface UserSite {
  /** The origin and path that requests go to, such as `https://acme.files.com/api/rest/v1`. */
  readonly url: string;
  /** Users, in pages of 1,000, or of fewer if the site returns no more at once. */
  users(): AsyncIterable<readonly User[]>;
  /** How many users the site has, or an upper bound; undefined if it does not say. */
  userCount(): Promise<number | undefined>;
  /** The user of that name, ignoring case. */
  findUser(username: string): Promise<User | undefined>;
  getUser(id: number): Promise<User | undefined>;
  /** Never repeated automatically once a reply was lost: rejects with InDoubtError instead. */
  createUser(parameters: UserParameters, options?: SendOptions): Promise<User>;
  updateUser(id: number, parameters: UserParameters, options?: SendOptions): Promise<User>;
  /** Whether the user existed. */
  deleteUser(id: number, options?: SendOptions): Promise<boolean>;
  /** Closes kept-alive connections. */
  close(): void;
}

/** A site over REST v1. */
export interface RestSite extends UserSite {
  readonly api: 'rest';
  access(): Promise<Access>;
  settings(): Promise<SiteSettings>;
  groups(): AsyncIterable<readonly Group[]>;
  /** The group of exactly that name. */
  findGroup(name: string): Promise<Group | undefined>;
  /** Never repeated automatically once a reply was lost: rejects with InDoubtError instead. */
  createGroup(name: string): Promise<Group>;
  ssoStrategies(): AsyncIterable<readonly SsoStrategy[]>;
  /** In the site's own order, unless sorting by username is requested. */
  users(query?: UserQuery): AsyncIterable<readonly User[]>;
  /** Unlocks a user who was locked out after failed logins. */
  unlockUser(id: number, options?: SendOptions): Promise<void>;
  /** Never repeated automatically once a reply was lost: rejects with InDoubtError instead. */
  resendWelcomeEmail(id: number, options?: SendOptions): Promise<void>;
  /** Starts the site's reset of two-factor authentication. */
  resetTwoFactor(id: number, options?: SendOptions): Promise<void>;
  /** Those of a user, or of the whole site, in pages of 1,000. */
  permissions(userId?: number): AsyncIterable<readonly Permission[]>;
  /** Never repeated automatically once a reply was lost: rejects with InDoubtError instead. */
  createPermission(permission: NewPermission): Promise<void>;
  /** Creates a folder and its parents; succeeds if it exists already. */
  createFolder(path: string): Promise<void>;
  /** The contents of a folder, page by page; rejects with RefusedError (404) if there is no such folder. */
  folder(path: string): AsyncIterable<readonly FolderEntry[]>;
  publicKeys(userId: number): AsyncIterable<readonly PublicKey[]>;
  /** Never repeated automatically once a reply was lost: rejects with InDoubtError instead. */
  createPublicKey(key: NewPublicKey): Promise<void>;
}

/**
 * A site over the legacy API v2. It has users and nothing else: the permissions on their home folder are
 * parameters of the user, and the folder is created with the user.
 */
export interface LegacySite extends UserSite {
  readonly api: 'legacy';
}

/**
 * A Files.com account. All methods share one throttle and repeat what is safe to repeat. They reject with
 * the errors of errors.ts.
 */
export type Site = RestSite | LegacySite;
