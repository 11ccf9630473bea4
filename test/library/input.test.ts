import { expect, it } from 'vitest';
import { openInput, type FileOptions } from '../../src/library/input.js';

it('an open file keeps only the options for reading', async () => {
  const options: FileOptions & { site: object } = {
    name: 'staff.csv',
    sheet: 'People',
    site: { site: 'acme', apiKey: 'a-secret-key' },
  };
  const source = await openInput(Buffer.from('username\nada\n'), options);
  expect(source.bytes().options).toEqual({ sheet: 'People' });
  await source.close();
});
