import { csvLine } from '../../src/columns/csv.js';
import { exportUsers, type ExportedUser, type ExportOptions } from '../../src/run/export/export.js';
import type { ExportNote } from '../../src/run/export/notes.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { seed } from '../../src/sandbox/seed.js';
import type { SandboxContent } from '../../src/sandbox/state.js';
import { openSandbox } from '../sandbox/open.js';
import { siteOf } from './site-of.js';

/** A site without users; its key belongs to the site. */
export function emptySite(content: Partial<SandboxContent> = {}): Promise<Sandbox> {
  const apiKeys = [{ key: 'siteKey', userId: null, permissionSet: 'full' }];
  return openSandbox({ content: { ...seed('siteKey'), users: [], apiKeys, ...content } });
}

export interface Exported {
  readonly csv: string;
  readonly users: readonly ExportedUser[];
  /** A user's row by column name, without blank cells. */
  readonly row: (username: string) => Record<string, string>;
  readonly notes: (username: string) => readonly ExportNote[];
}

/** Exports a sandbox's users over HTTP. */
export async function exportFrom(
  sandbox: Sandbox,
  options: Partial<ExportOptions> = {},
): Promise<Exported> {
  const site = siteOf(sandbox, 4);
  try {
    const now = Date.parse('2026-06-01T12:00:00Z');
    const { columns, pages } = await exportUsers(site, {
      notAdmin: false,
      all: false,
      now,
      ...options,
    });
    const users: ExportedUser[] = [];
    for await (const page of pages) users.push(...page);
    const names = columns.map(({ name }) => name);
    const find = (username: string): ExportedUser => {
      const user = users.find((each) => each.username === username);
      if (!user) throw new Error(`There is no ${username}.`);
      return user;
    };
    return {
      csv: [names, ...users.map(({ cells }) => cells)].map((cells) => csvLine(cells)).join(''),
      users,
      row: (username) => {
        const { cells } = find(username);
        const all = names.map((name, at) => [name, cells[at] ?? ''] as const);
        return Object.fromEntries(all.filter(([, cell]) => cell !== ''));
      },
      notes: (username) => find(username).notes,
    };
  } finally {
    site.close();
  }
}
