import { describe, expect, it } from 'vitest';

import { posixRules, rulesOf, toLongPath, windowsRules } from '../../../../src/store/durable/system-rules.ts';

describe('the rules of each system', () => {
  it('follow the platform', () => {
    expect(rulesOf('win32')).toBe(windowsRules);
    for (const platform of ['linux', 'darwin', 'freebsd'] as const)
      expect(rulesOf(platform)).toBe(posixRules);
  });

  it.each([
    ['C:\\vault\\blobs', '\\\\?\\C:\\vault\\blobs'],
    ['c:/vault/blobs', '\\\\?\\c:\\vault\\blobs'],
    ['\\\\server\\share\\vault', '\\\\?\\UNC\\server\\share\\vault'],
    ['//server/share/vault', '\\\\?\\UNC\\server\\share\\vault'],
  ])('write %s in the form that may be long', (path, long) => {
    expect(toLongPath(path)).toBe(long);
    expect(toLongPath(long)).toBe(long);
  });

  it.each(['\\\\.\\pipe\\x', '/home/sam/vault', 'relative\\path', 'C:relative'])(
    'leave %s as it is',
    (path) => {
      expect(toLongPath(path)).toBe(path);
    },
  );
});
