import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { placeBeside } from '../../src/source/new-file.js';
import { errorsIn, writeRejects } from '../../src/validate/rejects.js';
import { bytesOf } from '../source/reading.js';
import { makeDirectory } from '../directory.js';
import { now } from './checking.js';

let directory = '';

beforeEach(async () => {
  directory = await makeDirectory();
});

async function rejectsOf(content: string, errorsOf: typeof errorsIn = errorsIn) {
  const place = placeBeside(join(directory, 'users.csv'), 'rejects');
  const written = await writeRejects(bytesOf(content), { now }, place, errorsOf);
  return written && { rows: written.rows, csv: await readFile(written.path, 'utf8') };
}

test('are the rows with errors unchanged, with their lines and errors', async () => {
  const content = [
    'username,authentication_method,email,Shoe, _line,_errors',
    ' ada ,okta,nowhere, 41,9,old',
    'bob,okta,bob@example.com,42,,',
    '# a note',
    'bob,okta',
    'eva,okta,eva@example.com,43,7,old,"be,yond",more',
    '',
  ].join('\n');
  expect(await rejectsOf(content)).toEqual({
    rows: 3,
    csv: [
      'username,authentication_method,email,Shoe,_line,_errors',
      '" ada ",okta,nowhere," 41",2,"email: ""nowhere"" has no @. Write one address, such as ada@example.com."',
      'bob,okta,,,5,"username: The username ""bob"" is already on line 3; case makes no difference. Remove one of the two rows, or rename one."',
      'eva,okta,eva@example.com,43,6,"This row has 8 cells, the header 6. A cell that contains commas must be put in double quotes.","be,yond",more',
      '',
    ].join('\n'),
  });
});

test('are not written without errors', async () => {
  expect(await rejectsOf('username,authentication_method\nada,okta\n')).toBeUndefined();
  expect(await readdir(directory)).toEqual([]);
});

test('list every error of a row, with its column and suggestion', async () => {
  const content =
    'username,ftp_permission,password\nada  king,yes,#N/A,more\nbob,Y\nADA  KING,N,x\n';
  const { csv } = (await rejectsOf(content)) ?? {};
  expect(csv?.split('\n').slice(1)).toEqual([
    [
      'ada  king,yes,#N/A,2,"username: The username has two spaces in a row, which the site refuses. Write one. Write: ada king',
      'ftp_permission: This must be exactly Y or N, not ""yes"". Write: Y',
      'password: This is what a spreadsheet shows in place of a value. Correct the formula or widen the column, and save again.',
      'This row has 4 cells, the header 3. A cell that contains commas must be put in double quotes.",more',
    ].join(' | '),
    expect.stringMatching(
      /^ADA {2}KING,N,x,4,"username: .* Write: ADA KING \| username: The username ""ADA {2}KING"" is already on line 2;/,
    ),
    '',
  ]);
});

test('leave no file behind if writing fails', async () => {
  const failing = rejectsOf(`username\n${'ada\n'.repeat(5000)}`, ({ line }) => {
    if (line === 5000) throw new Error('enough');
    return [{ column: null, message: 'one' }];
  });
  await expect(failing).rejects.toThrow('enough');
  expect(await readdir(directory)).toEqual([]);
});
