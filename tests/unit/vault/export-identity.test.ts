import { describe, expect, it } from 'vitest';

import { VaultError } from '../../../src/base/errors.ts';
import { identityParts, parseIdentity } from '../../../src/vault/export-identity.ts';

describe('the parts of a profile that an export shows', () => {
  it('are read from a list, whatever its capitals, or are none', () => {
    expect(parseIdentity('none')).toEqual([]);
    expect(parseIdentity('name, ULN,dateofbirth')).toEqual(['name', 'uln', 'dateOfBirth']);
    expect(parseIdentity(identityParts)).toHaveLength(7);
  });

  it('are refused where the profile has no such part', () => {
    for (const text of ['', 'shoe-size', 'name,,uln'])
      expect(() => parseIdentity(text), text).toThrow(VaultError);
  });
});
