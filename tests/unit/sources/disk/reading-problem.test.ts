import { describe, expect, it } from 'vitest';

import { readingProblem } from '../../../../src/sources/disk/reading-problem.ts';

const systemError = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'open' });

describe('what the system says of a file', () => {
  it('is worth another try while another program has the file', () => {
    expect(readingProblem(systemError('EBUSY'), 'linux')).toMatchObject({
      is: 'busy',
      code: 'input.file-busy',
    });
    expect(readingProblem(systemError('EMFILE'), 'darwin')).toMatchObject({ is: 'busy' });
  });

  it('may be a lock on Windows where it is a refusal elsewhere', () => {
    expect(readingProblem(systemError('EACCES'), 'win32')).toMatchObject({ is: 'busy' });
    expect(readingProblem(systemError('EACCES'), 'linux')).toStrictEqual({
      is: 'refused',
      code: 'input.path-unreadable',
      details: { system: 'EACCES' },
    });
  });

  it('tells what went away from what is no file', () => {
    expect(readingProblem(systemError('ENOENT'), 'linux')).toStrictEqual({ is: 'vanished' });
    expect(readingProblem(systemError('ELOOP'), 'linux')).toMatchObject({
      code: 'input.not-a-file',
      details: { reason: 'symlink' },
    });
  });

  it('is not a mistake of ours: that is thrown on', () => {
    const mistake = new TypeError('undefined is not a function');
    expect(() => readingProblem(mistake, 'linux')).toThrow(mistake);
  });
});
