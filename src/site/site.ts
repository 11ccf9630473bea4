import type { Json } from '../columns/column.js';

/** The parameters of a create or an update, by the API's own names. */
export type UserParameters = { [parameter: string]: Json };

/** A user as the site returns it. Replies may leave fields out: only these two are relied upon. */
export interface User {
  readonly id: number;
  readonly username: string;
  readonly [field: string]: Json | undefined;
}

export interface Group {
  readonly id: number;
  readonly name: string;
}

export interface SsoStrategy {
  readonly id: number;
  readonly provider: string;
  readonly label: string | null;
  readonly enabled: boolean;
}

export interface Permission {
  readonly id: number;
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

export interface SendOptions {
  /**
   * Called before each attempt, and again when its turn came late; it is sent when the promise has
   * resolved and not at all when it rejects. `window` is when this attempt can be served.
   */
  readonly beforeSend?: (window: ServedWindow) => Promise<void>;
}

/**
 * A Files.com account. Every method waits its turn in one throttle and retries what is safe to send
 * again. Rejects with the errors of errors.ts.
 */
export interface Site {
  /** The origin and path that requests go to, such as `https://acme.files.com/api/rest/v1`. */
  readonly url: string;
  access(): Promise<Access>;
  settings(): Promise<SiteSettings>;
  groups(): AsyncIterable<readonly Group[]>;
  ssoStrategies(): AsyncIterable<readonly SsoStrategy[]>;
  /** Users, page by page of 1,000. */
  users(): AsyncIterable<readonly User[]>;
  /** The most users that the site has ever had, or undefined where it does not tell. */
  highWaterUserCount(): Promise<number | undefined>;
  /** The user of that name, without regard to case. */
  findUser(username: string): Promise<User | undefined>;
  getUser(id: number): Promise<User | undefined>;
  /** Never sent twice by itself once a reply was lost: rejects with InDoubtError instead. */
  createUser(parameters: UserParameters, options?: SendOptions): Promise<User>;
  updateUser(id: number, parameters: UserParameters, options?: SendOptions): Promise<User>;
  /** Whether the user was there. */
  deleteUser(id: number, options?: SendOptions): Promise<boolean>;
  /** Lets in again who is locked out for failed logins. */
  unlockUser(id: number, options?: SendOptions): Promise<void>;
  /** Never sent twice by itself once a reply was lost: rejects with InDoubtError instead. */
  resendWelcomeEmail(id: number, options?: SendOptions): Promise<void>;
  /** Begins the site's reset of two-factor authentication. */
  resetTwoFactor(id: number, options?: SendOptions): Promise<void>;
  permissions(userId: number): AsyncIterable<readonly Permission[]>;
  /** Never sent twice by itself once a reply was lost: rejects with InDoubtError instead. */
  createPermission(permission: NewPermission): Promise<void>;
  /** Makes a folder and its parents; one that exists already is success. */
  createFolder(path: string): Promise<void>;
  publicKeys(userId: number): AsyncIterable<readonly PublicKey[]>;
  /** Never sent twice by itself once a reply was lost: rejects with InDoubtError instead. */
  createPublicKey(key: NewPublicKey): Promise<void>;
  /** Closes the connections that are kept open. */
  close(): void;
}
