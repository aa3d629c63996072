import { describe, expect, it } from 'vitest';

import { keepsSecrets } from '../../../../electron/main/policies/keyring.ts';

describe('quick unlock', () => {
  it.each([
    ['linux', true, 'gnome_libsecret', true],
    ['linux', true, 'kwallet6', true],
    ['linux', true, 'basic_text', false],
    ['linux', true, 'unknown', false],
    ['linux', true, '', false],
    ['linux', true, 'something_new', false],
    ['linux', false, 'gnome_libsecret', false],
    ['darwin', true, '', true],
    ['darwin', false, '', false],
    ['win32', true, '', true],
    ['win32', false, '', false],
  ])('on %s with encryption %s and backend %j: %s', (platform, encryptionAvailable, backend, keeps) => {
    expect(keepsSecrets({ platform, encryptionAvailable, backend })).toBe(keeps);
  });
});
