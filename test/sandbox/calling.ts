import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js';
import { openSandbox } from './open.js';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** A body, whose shape the test knows. */
export type Json = Record<string, unknown> & Record<string, unknown>[];

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>;

/** A sandbox, closed after the test, and a way to call it without our client. */
export async function sandboxAndCall(
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; call: Call }> {
  const sandbox = await openSandbox(options);
  const call: Call = async (method, path, body, headers = {}) => {
    const response = await fetch(`${sandbox.url}/api/rest/v1${path}`, {
      method,
      headers: {
        'X-FilesAPI-Key': sandbox.apiKey,
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    // The test knows the shape of the reply.
    const parsed = (text === '' ? {} : JSON.parse(text)) as Json;
    return { status: response.status, headers: response.headers, body: parsed };
  };
  return { sandbox, call };
}
