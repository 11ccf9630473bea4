import { describe, expect, it } from 'vitest';
import {
  actOnUsers,
  exportUsers,
  OptionError,
  planImport,
  readUsers,
  runImport,
  undoImport,
  validateFile,
  type ImportOptions,
  type Mapping,
} from 'files-bulk-import';

const file = Buffer.from('username\nada\n');
const right: Pick<ImportOptions, 'site' | 'stateDirectory'> = {
  site: { site: 'acme', apiKey: 'a-secret-key' },
  stateDirectory: 'state',
};

/** Options as an untyped program may give them. */
function wrong(more: object): typeof right {
  return { ...right, ...more };
}

const cases: readonly [string, () => unknown, string][] = [
  ['a misspelt option', () => validateFile(file, wrong({}) as never), 'no option site'],
  [
    'another case',
    () => actOnUsers('disable', file, wrong({ dryrun: true })),
    'actOnUsers: there is no option dryrun. Did you mean dryRun?',
  ],
  [
    'a misspelt limit',
    () => runImport(file, wrong({ limits: { maxAdmin: 1 } })),
    'there is no option limits.maxAdmin. Did you mean maxAdmins?',
  ],
  ['an unknown policy', () => runImport(file, wrong({ existing: 'Update' })), 'existing'],
  ['text for a boolean', () => planImport(file, wrong({ strict: 'no' })), 'option strict'],
  [
    'no key',
    () => runImport(file, wrong({ site: { site: 'acme', apiKey: undefined } })),
    'site.apiKey',
  ],
  [
    'a concurrency of 0',
    () => runImport(file, wrong({ site: { ...right.site, concurrency: 0 } })),
    'site.concurrency',
  ],
  [
    'a time-out beyond the range of timers',
    () => runImport(file, wrong({ site: { ...right.site, timeoutMs: 3e9 } })),
    'site.timeoutMs',
  ],
  ['an empty directory', () => runImport(file, wrong({ stateDirectory: '' })), 'stateDirectory'],
  ['a delimiter of two characters', () => readUsers(file, { delimiter: '::' }), 'option delimiter'],
  [
    'an object that is not a signal',
    () => exportUsers({ site: right.site, signal: {} as never }),
    'signal',
  ],
  [
    'a mapping to a column that does not exist',
    () => runImport(file, { ...right, ...mapping({ acess_expiration_date: { header: 'End' } }) }),
    'Did you mean access_expiration_date?',
  ],
  [
    'a password in a mapping, which the journal would keep',
    () => runImport(file, { ...right, ...mapping({ password: { value: 'Tram-walnut-7' } }) }),
    'runImport: The mapping holds the text of password, which is secret.',
  ],
  [
    'a short form of a mapping file',
    () => validateFile(file, mapping({ email: 'Mail' })),
    'mapping.columns.email is wrong: it must be {"header": …}',
  ],
  ['no options', () => undoImport('id', undefined as never), 'undoImport: the options are wrong'],
  ['a number as a file', () => validateFile(7 as never), 'validateFile: a file is its path'],
  ['undefined as a file', () => validateFile(undefined as never), 'a file is its path'],
  ['null as a file', () => validateFile(null as never), 'a file is its path'],
  ['an empty path', () => validateFile(''), 'a file is its path'],
  ['an unknown action', () => actOnUsers('remove' as never, file, right), 'unlock, '],
  [
    'a deletion without a limit',
    () => actOnUsers('delete', file, right),
    'delete needs max, the most users that may be deleted, or confirm',
  ],
];

/** A mapping with one more column than a username. */
function mapping(columns: object): { readonly mapping: Mapping } {
  return { mapping: { columns: { username: { header: 'Login' }, ...columns }, ignore: [] } };
}

describe('options', () => {
  it.each(cases)('%s is refused synchronously, by name', (_what, call, message) => {
    expect(call).toThrow(OptionError);
    expect(call).toThrow(message);
  });

  it('are not shown in errors', () => {
    const call = (): unknown =>
      runImport(file, wrong({ site: { ...right.site, api: 'a-secret-key' } }));
    expect(call).toThrow('site.api');
    expect(call).not.toThrow(right.site.apiKey);
  });

  it('are ignored if they are undefined', () => {
    const options = { encoding: undefined, signal: undefined, threads: undefined };
    expect(() => validateFile(file, options)).not.toThrow();
    expect(() => runImport(file, { ...right, confirm: undefined })).not.toThrow();
  });

  it('of runImport are accepted by planImport', () => {
    expect(() => planImport(file, wrong({ limits: { maxNew: 1 }, stop: undefined }))).not.toThrow();
  });
});
