import { expect, it } from 'vitest';
import { resumeCommand } from '../../src/cli/import-result.js';

const own = 'https://files.acme.example/api/rest/v1';

it.each<[object, { baseUrl: string; workspaceId?: number }, string]>([
  [{}, { baseUrl: 'https://acme.files.com/api/rest/v1', workspaceId: 5 }, ''],
  [{ baseUrl: 'http://127.0.0.1:4000' }, { baseUrl: 'http://127.0.0.1:4000/api/rest/v1' }, ''],
  [{ baseUrl: own }, { baseUrl: own }, ` --base-url ${own}`],
  [{ baseUrl: own }, { baseUrl: own, workspaceId: 5 }, ` --base-url ${own} --workspace-id 5`],
  [{}, { baseUrl: own }, ` --base-url ${own}`],
  [{ profile: 'p' }, { baseUrl: own }, ' --profile p'],
  [{ profile: 'p', baseUrl: own }, { baseUrl: own }, ` --base-url ${own} --profile p`],
])(
  'after flags %j, a run on %j is continued with: resume id%s',
  (flags, { baseUrl, workspaceId }, rest) => {
    expect(resumeCommand('id', flags, { baseUrl, workspaceId })).toBe(
      `files-bulk-import resume id${rest}`,
    );
  },
);
