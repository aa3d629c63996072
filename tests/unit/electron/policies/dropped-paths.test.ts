import { describe, expect, it } from 'vitest';

import { safeParseDroppedPaths } from '../../../../electron/main/policies/dropped-paths.ts';

describe('dropped files', () => {
  it('are absolute paths', () => {
    expect(safeParseDroppedPaths(['/home/sam/a.pdf', '/home/sam/b'])).toEqual([
      '/home/sam/a.pdf',
      '/home/sam/b',
    ]);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['none', []],
    ['a text', '/home/sam/a.pdf'],
    ['an object', { 0: '/home/sam/a.pdf', length: 1 }],
    ['numbers', [1]],
    ['empty', ['']],
    ['relative', ['a.pdf']],
    ['upwards', ['../a.pdf']],
    ['addresses', ['file:///etc/passwd']],
    ['cut short', ['/home/a\0.pdf']],
    ['endless', [`/${'a'.repeat(5000)}`]],
    ['too many', Array.from({ length: 1001 }, () => '/a')],
    ['partly wrong', ['/a', null]],
  ])('are refused that are %s', (_what, message) => {
    expect(safeParseDroppedPaths(message)).toBeUndefined();
  });
});
