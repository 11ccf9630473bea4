/** A refusal in the API's form: status, `family/kind`, text, and messages by parameter. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    readonly modelErrors: Readonly<Record<string, readonly ModelError[]>> = {},
  ) {
    super(message);
  }
}

export interface ModelError {
  readonly key: string;
  readonly message: string;
}

/** The body of a refusal. */
export function envelope(error: ApiError, instance: string): Record<string, unknown> {
  const { status, type, message, modelErrors } = error;
  const named = Object.entries(modelErrors);
  const by = (part: (each: ModelError) => string): Record<string, string[]> =>
    Object.fromEntries(named.map(([parameter, list]) => [parameter, list.map(part)]));
  return {
    error: message,
    'http-code': status,
    instance,
    title: titleOf(type),
    type,
    ...(named.length > 0 && {
      errors: named.flatMap(([, list]) => list.map((each) => each.message)),
      model_errors: by((each) => each.message),
      model_error_keys: by((each) => each.key),
    }),
  };
}

/** `processing-failure/model-save-error` → `Model Save Error`. */
function titleOf(type: string): string {
  return type
    .slice(type.lastIndexOf('/') + 1)
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

export const notFound = (): ApiError =>
  new ApiError(404, 'not-found', 'Not Found.  This may be related to your permissions.');

export function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw notFound();
  return thing;
}

export const badRequest = (message: string, kind?: string): ApiError =>
  new ApiError(422, kind === undefined ? 'bad-request' : `bad-request/${kind}`, message);

export const invalidKey = (): ApiError =>
  new ApiError(
    401,
    'not-authenticated/invalid-credentials',
    'The API key or Session token provided could not be used to validate this request.',
  );

export const adminRequired = (): ApiError =>
  new ApiError(
    403,
    'not-authorized/site-admin-required',
    'You must be a site administrator to do this.',
  );

/** Refused because of a site setting. What the site calls that is not documented. */
export const notAllowedHere = (message: string): ApiError =>
  new ApiError(403, 'site-configuration/not-allowed-by-site-settings', message);

/** A session may do this, or change these fields, only with the password. */
export const reauthenticationNeeded = (what: 'action' | 'fields'): ApiError => {
  const message = 'Give your password again to do this.';
  return what === 'fields'
    ? badRequest(message, 'reauthentication-needed-fields')
    : new ApiError(403, 'not-authorized/reauthentication-needed-action', message);
};

export const reauthenticationFailed = (): ApiError =>
  new ApiError(403, 'not-authorized/reauthentication-failed', 'That is not your password.');

export function modelError(parameter: string, key: string, message: string): ApiError {
  return modelErrors({ [parameter]: [{ key, message }] });
}

export function modelErrors(errors: Readonly<Record<string, readonly ModelError[]>>): ApiError {
  return new ApiError(422, 'processing-failure/model-save-error', 'Error saving model.', errors);
}
