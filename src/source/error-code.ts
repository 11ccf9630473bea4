/** The code of a system or library error, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.some((code) => code === errorCode(error));
}

/** Waits until something is created; false if there is one of that name already. */
export async function isCreated(creating: Promise<unknown>): Promise<boolean> {
  try {
    await creating;
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false;
    throw error;
  }
}
