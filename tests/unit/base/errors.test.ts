import { describe, expect, it } from 'vitest';

import { errorMeanings, isErrorCode } from '../../../src/base/error-codes.ts';
import { asVaultError, reportError, throwIfCancelled, VaultError } from '../../../src/base/errors.ts';
import { idOfDigest, isId, newId } from '../../../src/base/ids.ts';

const codes = Object.keys(errorMeanings);

describe('the list of error codes', () => {
  it('names a family and a reason in each code', () => {
    const families = /^(?:input|access|integrity|format|storage|source|proof|internal)\.[a-z]+(?:-[a-z]+)*$/;
    expect(codes.filter((code) => !families.test(code))).toEqual([]);
  });

  it('has a whole, plain sentence for each that blames nobody', () => {
    for (const code of codes) {
      if (!isErrorCode(code)) throw new Error(code);
      const { sentence } = errorMeanings[code];
      expect(sentence, code).toMatch(/^[A-Z].*[.?]$/);
      expect(sentence, code).not.toMatch(/\b(?:invalid|illegal|fatal|hash|exception|error|failed)\b/i);
    }
  });

  it('knows no code that is only a property of objects', () => {
    expect(isErrorCode('toString')).toBe(false);
    expect(isErrorCode('__proto__')).toBe(false);
  });
});

describe('an error on its way out', () => {
  it('is told with its code, its sentence and its details, never its cause', () => {
    const error = new VaultError('storage.full', { step: 3 }, new Error('ENOSPC /home/sam/secret'));
    expect(reportError(error)).toEqual({
      code: 'storage.full',
      message: errorMeanings['storage.full'].sentence,
      details: { step: 3 },
    });
    expect(JSON.stringify(reportError(error))).not.toContain('secret');
  });

  it('is called our mistake if it is not one of ours, and a stop if it was one', () => {
    expect(asVaultError(new TypeError('x')).code).toBe('internal.bug');
    expect(asVaultError('text').code).toBe('internal.bug');
    expect(asVaultError(AbortSignal.abort().reason).code).toBe('internal.cancelled');
    expect(() => {
      throwIfCancelled(AbortSignal.abort());
    }).toThrow(VaultError);
    expect(() => {
      throwIfCancelled(undefined);
    }).not.toThrow();
  });
});

describe('ids', () => {
  it('tell by their first letter what they name, and do not repeat', () => {
    const ids = Array.from({ length: 2000 }, () => newId('item'));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => isId('item', id))).toBe(true);
    expect(ids.some((id) => isId('source', id))).toBe(false);
    expect(isId('item', 'i-7k3m9q2pxu')).toBe(false);
  });

  it('are the same for the same digest, and have the same shape as random ones', () => {
    const digest = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
    expect(idOfDigest('item', digest)).toBe(idOfDigest('item', digest));
    expect(isId('item', idOfDigest('item', digest))).toBe(true);
    expect(idOfDigest('item', digest)).not.toBe(
      idOfDigest(
        'item',
        digest.map((byte) => byte ^ 1),
      ),
    );
  });
});
