import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { findSites } from '../../faults/mutations/find-sites.ts';
import { mutations } from '../../faults/mutations/list.ts';
import { sites } from '../../faults/mutations/sites.ts';

const root = join(import.meta.dirname, '../../..');

describe('the list of mutations', () => {
  it('has something for every place in the source that asks for something to be certain on the disk, and for no other', () => {
    expect(findSites(join(root, 'src'), ['store', 'vault'])).toEqual(Object.keys(sites).sort());
  });

  it('has for each of its mutations a place', () => {
    const named = Object.values(sites).flatMap((cover): readonly string[] =>
      typeof cover === 'string' || 'test' in cover ? [] : cover,
    );
    expect([...new Set(named)].sort()).toEqual(mutations.map(({ name }) => name).sort());
  });

  it('names tests that are there', () => {
    for (const cover of Object.values(sites))
      if (typeof cover !== 'string' && 'test' in cover)
        expect(existsSync(join(root, cover.test)), cover.test).toBe(true);
  });
});
