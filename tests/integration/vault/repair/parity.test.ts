import { describe, expect, it } from 'vitest';

import { checkVaultNow } from '../../../../src/vault/check.ts';
import { makeAllParity, parityStatus, switchParity } from '../../../../src/vault/repair/parity.ts';
import { noStop } from '../../../support/vault/vault-world.ts';
import { worlds } from '../../../support/vault/worlds.ts';
import { filesOf, fill, harm, repair, unreadable } from './repair-world.ts';

const world = worlds(async (template) => {
  await fill(template);
  await template.using(async (vault) => {
    await switchParity(vault, true, { signal: noStop() });
  });
});

describe('parity of a vault', () => {
  it('heals flips in every blob and in both copies of a closed segment, with nothing else at hand', async () => {
    const vault = await world();
    const blobs = await filesOf(vault, /^blobs\//u);
    for (const file of blobs) await harm(vault, file, 'flip');
    const segments = (await filesOf(vault, /^ledger(-copy)?\/.*00000001\.segment$/u)).slice(0, 2);
    for (const file of segments) await harm(vault, file, 'flip', 0.5);
    const report = await repair(vault);
    expect(report).toMatchObject({ ok: true, left: [], others: [] });
    expect(
      report.repaired
        .filter(({ from }) => from === 'parity')
        .map(({ file }) => file)
        .sort(),
    ).toEqual([...blobs, ...segments.filter((file) => file.startsWith('ledger/'))].sort());
    expect(await unreadable(vault)).toEqual([]);
  });

  it('is made of what came since, checked, counted, made anew where it is damaged, and taken away when switched off', async () => {
    const vault = await world();
    await vault.using(async (open) => {
      const before = await parityStatus(open);
      expect(before.on).toBe(true);
      await vault.add(open, { 'new.txt': 'came later' });
      expect(await makeAllParity(open, { signal: noStop() })).toMatchObject({ made: 1, skipped: 0 });
      expect((await parityStatus(open)).files).toBe(before.files + 1);
    });
    const [file = ''] = await filesOf(vault, /^parity\/blobs/u);
    await harm(vault, file, 'flip');
    const found = await vault.using((open) => checkVaultNow(open, { full: true, signal: noStop() }));
    expect(found.damaged.map(({ code, file: at }) => [code, at])).toEqual([
      ['integrity.parity-damaged', file],
    ]);
    expect(await repair(vault)).toMatchObject({
      ok: true,
      repaired: [{ file, what: 'parity', from: 'anew' }],
    });
    expect(await repair(vault)).toMatchObject({ ok: true, repaired: [] });
    await vault.using((open) => switchParity(open, false, { signal: noStop() }));
    expect(await filesOf(vault, /^parity\//u)).toEqual([]);
  });
});
