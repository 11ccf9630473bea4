import type { z } from 'zod';
import type { Json } from '../columns/column.js';
import type * as resources from './resources.js';

/** The parameters of a create or an update, by the names of the API that they are sent to. */
export type UserParameters = { [parameter: string]: Json };

/**
 * A user as the site returns it, its fields by the names of the API. Replies may leave fields out: only
 * these two are relied upon. `created_at`, `last_login_at` and `site_admin` are called so with either API.
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

/** Instants by the site's own clock, between which a request can have been served. */
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
   * Called before each attempt, and again when its turn came late; it is sent when the promise has
   * resolved and not at all when it rejects. `window` is when this attempt can be served.
   */
  readonly beforeSend?: (window: ServedWindow) => Promise<void>;
}

/** What both APIs of a site offer: its users. */
export interface UserSite {
  /** The origin and path that requests go to, such as `https://acme.files.com/api/rest/v1`. */
  readonly url: string;
  /** Users, page by page of 1,000, or of fewer where the site gives no more at once. */
  users(): AsyncIterable<readonly User[]>;
  /** How many users the site has, or more; undefined where it does not tell. */
  userCount(): Promise<number | undefined>;
  /** The user of that name, without regard to case. */
  findUser(username: string): Promise<User | undefined>;
  getUser(id: number): Promise<User | undefined>;
  /** Never sent twice by itself once a reply was lost: rejects with InDoubtError instead. */
  createUser(parameters: UserParameters, options?: SendOptions): Promise<User>;
  updateUser(id: number, parameters: UserParameters, options?: SendOptions): Promise<User>;
  /** Whether the user was there. */
  deleteUser(id: number, options?: SendOptions): Promise<boolean>;
  /** Closes the connections that are kept open. */
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
  /** Never sent twice by itself once a reply was lost: rejects with InDoubtError instead. */
  createGroup(name: string): Promise<Group>;
  ssoStrategies(): AsyncIterable<readonly SsoStrategy[]>;
  /** In the site's own order unless they are asked for by username. */
  users(query?: UserQuery): AsyncIterable<readonly User[]>;
  /** Lets in again who is locked out for failed logins. */
  unlockUser(id: number, options?: SendOptions): Promise<void>;
  /** Never sent twice by itself once a reply was lost: rejects with InDoubtError instead. */
  resendWelcomeEmail(id: number, options?: SendOptions): Promise<void>;
  /** Begins the site's reset of two-factor authentication. */
  resetTwoFactor(id: number, options?: SendOptions): Promise<void>;
  /** Those of a user, or all of the site, page by page of 1,000. */
  permissions(userId?: number): AsyncIterable<readonly Permission[]>;
  /** Never sent twice by itself once a reply was lost: rejects with InDoubtError instead. */
  createPermission(permission: NewPermission): Promise<void>;
  /** Makes a folder and its parents; one that exists already is success. */
  createFolder(path: string): Promise<void>;
  /** What is in a folder, page by page; rejects with RefusedError (404) when there is no such folder. */
  folder(path: string): AsyncIterable<readonly FolderEntry[]>;
  publicKeys(userId: number): AsyncIterable<readonly PublicKey[]>;
  /** Never sent twice by itself once a reply was lost: rejects with InDoubtError instead. */
  createPublicKey(key: NewPublicKey): Promise<void>;
}

/**
 * A site over the legacy API v2. It has users and nothing else: their permissions on their home folder
 * are parameters of their own, and the folder is made with the user.
 */
export interface LegacySite extends UserSite {
  readonly api: 'legacy';
}

/**
 * A Files.com account. Every method waits its turn in one throttle and retries what is safe to send
 * again. Rejects with the errors of errors.ts.
 */
export type Site = RestSite | LegacySite;
