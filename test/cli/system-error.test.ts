import { expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/exit.js';
import { systemProblem } from '../../src/cli/system-error.js';

it.each(['ENOSPC', 'EDQUOT'])(
  '%s is reported as a full disk, with the code of a run that can be resumed',
  (code) => {
    const error = Object.assign(new Error(), { code, syscall: 'write', path: '/home/ada' });
    expect(systemProblem(error)).toEqual({
      message: '/home/ada cannot be used: the disk is full.',
      reason: 'the disk is full',
      code: exitCodes.stopped,
    });
  },
);

it('a directory that Windows does not allow is reported in words', () => {
  const path = 'C:\\my state" --yes\\runs';
  const error = Object.assign(new Error(), { code: 'EINVAL', syscall: 'mkdir', path });
  expect(systemProblem(error)?.message).toBe(
    `${path} cannot be used: a character in its path is not allowed.`,
  );
});
