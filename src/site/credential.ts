/** What authorises requests. Its text is never shown. */
export type Credential =
  | { readonly apiKey: string }
  /** The id of a session, such as the official command line gets for a name and a password. */
  | { readonly session: string };

/** The header for REST v1. */
export function credentialHeaders(credential: Credential): Readonly<Record<string, string>> {
  return 'session' in credential
    ? { 'X-FilesAPI-Auth': credential.session }
    : { 'X-FilesAPI-Key': credential.apiKey };
}

/** What such headers carry, for a person. */
export function carriedBy(headers: Readonly<Record<string, string>>): 'session' | 'API key' {
  return 'X-FilesAPI-Auth' in headers ? 'session' : 'API key';
}

/** Fields that a session may change only with its user's password. */
const guarded = ['password', 'change_password', 'email', 'site_admin'];

/** Whether the site requires a session's user to give the password again for these changes. */
export function wantsPasswordAgain(parameters: Readonly<Record<string, unknown>>): boolean {
  return guarded.some((name) => name in parameters);
}
