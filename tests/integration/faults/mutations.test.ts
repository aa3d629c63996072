import { describe, expect, it } from 'vitest';

import { mutations } from '../../faults/mutations/list.ts';
import { runMutation } from '../../faults/mutations/run-mutations.ts';
import { useTemplate } from './run-quickly.ts';

/** A few of them, so that nobody breaks the harness unnoticed; `npm run faults -- --mutations` runs all. */
const some = ['blob-content', 'blob-name', 'entries', 'ledger-keys', 'state-content', 'settings-name'];

describe('the harness', () => {
  const template = useTemplate();

  it.each(some)('notices that the step %s is left out', async (name) => {
    const mutation = mutations.find((each) => each.name === name);
    if (mutation === undefined) throw new Error(`there is no mutation ${name}`);
    const { found, times } = await runMutation(mutation, template(), { seed: 'm5', most: 60 });
    expect(times).toBeGreaterThan(0);
    expect(found).toBeDefined();
  });

  it('has a name of its own for every mutation', () => {
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
  });
});
