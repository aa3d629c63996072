import { describe, expect, it } from 'vitest';

import { VaultError } from '../../../../src/base/errors.ts';
import { storageError } from '../../../../src/store/durable/system-errors.ts';

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'write' });
}

describe('an error of the system', () => {
  it.each([
    ['ENOSPC', 'storage.full'],
    ['EDQUOT', 'storage.full'],
    ['EROFS', 'storage.read-only'],
    ['EACCES', 'storage.read-only'],
    ['EPERM', 'storage.read-only'],
    ['ENOENT', 'storage.gone'],
    ['ENODEV', 'storage.gone'],
    ['ESTALE', 'storage.gone'],
    ['EIO', 'storage.failed'],
    ['EMFILE', 'storage.failed'],
    ['EBUSY', 'storage.failed'],
  ])('%s in writing is told as %s', (system, code) => {
    const cause = systemError(system);
    expect(storageError(cause, 'writing')).toMatchObject({ code, details: { system }, cause });
  });

  it('that refuses reading says nothing of writing', () => {
    expect(storageError(systemError('EACCES'), 'reading')).toMatchObject({ code: 'storage.failed' });
  });

  it('is not seen in other errors, which stay as they are', () => {
    const mistake = new TypeError('x is not a function');
    const ours = new VaultError('integrity.blob-missing');
    const argument = Object.assign(new RangeError('out of range'), { code: 'ERR_OUT_OF_RANGE' });
    for (const error of [mistake, ours, argument, 'text']) expect(storageError(error, 'writing')).toBe(error);
  });
});
