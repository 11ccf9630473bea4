import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.js';

/** The lines of a passwords file: username and password. */
export async function passwordsIn(path: string | undefined): Promise<[string, string][]> {
  const text = await readFile(path ?? '', 'utf8');
  const [header, ...lines] = text.trimEnd().split('\n');
  expect(header).toBe('username,password');
  return lines.map((line) => {
    const at = line.lastIndexOf(',');
    const name = line.slice(0, at);
    const plain = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
    return [plain, line.slice(at + 1)];
  });
}

/** Whether the user can sign in with the password. */
export async function signsIn(
  { url }: Sandbox,
  username: string,
  password: string,
): Promise<boolean> {
  const response = await fetch(`${url}/api/rest/v1/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  return response.status === 201;
}
