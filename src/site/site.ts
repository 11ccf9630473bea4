import type { Json } from '../columns/column.js';

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

export interface Group {
  readonly id: number;
  readonly name: string;
}

/** A file or a folder, by its whole path. */
export interface FolderEntry {
  readonly path: string;
}

export interface SsoStrategy {
  readonly id: number;
  readonly provider: string;
  readonly enabled: boolean;
}

export interface Permission {
  readonly id: number;
  /** null: it is a group's or a partner's. */
  readonly userId: number | null;
  /** Without outer slashes; '' is the root folder. */
  readonly path: string;
  readonly permission: string;
  readonly recursive: boolean;
}

export interface NewPermission {
  readonly userId: number;
  readonly path: string;
  readonly permission: string;
  readonly recursive: boolean;
}

export interface NewPublicKey {
  readonly userId: number;
  readonly title: string;
  readonly publicKey: string;
}

export interface PublicKey {
  readonly id: number;
  readonly title: string;
  /** MD5 in hexadecimal, with colons; null where the site does not say. */
  readonly fingerprint: string | null;
  /** SHA-256 in base64. */
  readonly fingerprintSha256: string | null;
}

/** Who the key belongs to and what it may do. */
export interface Access {
  /** `full`, or the narrower set the key is limited to. */
  readonly permissionSet: string;
  /** null: a key of the site, not of a user. */
  readonly userId: number | null;
  /** The key's own name. */
  readonly name: string | null;
  /** When the key ends; an instant as the site writes it. */
  readonly expiresAt: string | null;
  /** The one workspace that the key works in; 0 is the default one. */
  readonly workspaceId: number | null;
}

/** The site's settings that matter to an import; null where the site does not say. */
export interface SiteSettings {
  readonly name: string | null;
  /** The key's owner; null for a key of the site. */
  readonly user: { readonly username: string; readonly siteAdmin: boolean } | null;
  readonly raw: { readonly [field: string]: Json | undefined };
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
