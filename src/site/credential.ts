/** What requests are allowed by. Its text is never shown. */
export type Credential =
  | { readonly apiKey: string }
  /** The id of a session, such as the official command line gets for a name and a password. */
  | { readonly session: string };

/** How REST v1 is told. */
export function credentialHeaders(credential: Credential): Readonly<Record<string, string>> {
  return 'session' in credential
    ? { 'X-FilesAPI-Auth': credential.session }
    : { 'X-FilesAPI-Key': credential.apiKey };
}

/** Fields of a user that a session changes only when its user gives the password once more. */
const guarded = ['password', 'change_password', 'email', 'site_admin'];

/** Whether the site wants a session's user to give the password again for these changes. */
export function wantsPasswordAgain(parameters: Readonly<Record<string, unknown>>): boolean {
  return guarded.some((name) => name in parameters);
}
