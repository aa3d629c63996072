import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { afterEach, expect, it } from 'vitest';

import { checkVaultNow } from '../../../src/vault/check.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { listItems, showItem } from '../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import type { OpenVault, WritableVault } from '../../../src/vault/vault-context.ts';
import { useDisk } from '../../support/memory-folder.ts';
import { childContent } from '../../support/vault/child-content.ts';
import { VaultChild } from '../../support/vault/child.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import { collect, noStop, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

/** More rounds find rarer moments: set it to hundreds before a release. */
const rounds = Number(process.env.EVIDENCE_VAULT_TEST_KILLS ?? 10);

// What a kill finds half-done takes its time on a real disk.
useDisk();
const world = worlds();
const children: VaultChild[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
});
function start(at: VaultWorld, work: string, ...rest: string[]): VaultChild {
  const child = new VaultChild(at, work, ...rest);
  children.push(child);
  return child;
}
/** @param freshIndex true to hear the history alone: an index could hide what that lost */
const reopen = (at: VaultWorld, freshIndex = false): Promise<WritableVault> =>
  at.track(openVaultToWrite({ ...at.place, freshIndex, unlock: { recoveryWords: at.recoveryWords } }));

async function bytesOf(vault: OpenVault, id: string): Promise<Buffer> {
  const { sha256, size } = showItem(vault, id);
  if (sha256 === undefined || size === undefined) throw new Error(`${id} has no content`);
  return collect(openContent(vault, { sha256, size }));
}

it(`keeps every file that it acknowledged through ${rounds} kills`, async () => {
  const at = await world();
  const promised = new Map<string, number>();
  let next = 0;
  for (let round = 0; round < rounds; round += 1) {
    const child = start(at, 'add', join(at.root, 'files'), String(next));
    // At any moment: while it starts, opens, or adds.
    if (round % 4 !== 3) await child.says(round % 2 === 0 ? 'kept' : 'open');
    await wait(randomInt(round % 4 === 3 ? 900 : 250));
    const fresh: string[] = [];
    for (const line of await child.kill()) {
      const [word, id = '', name = '', outcome] = line.split(' ');
      expect(word === 'error' ? line : '').toBe('');
      if (word !== 'kept') continue;
      expect(outcome).not.toBe('failed');
      const number = Number(/\d+/.exec(name)?.[0]);
      promised.set(id, number);
      fresh.push(id);
      next = Math.max(next, number + 1);
    }
    const vault = await reopen(at);
    expect(vault.findings.filter(({ code }) => code !== 'integrity.ledger-copy-damaged')).toEqual([]);
    for (const id of fresh)
      expect((await bytesOf(vault, id)).equals(childContent(promised.get(id) ?? -1))).toBe(true);
    await at.close(vault);
  }
  expect(promised.size).toBeGreaterThan(rounds);
  const vault = await reopen(at, true);
  for (const [id, number] of promised)
    expect((await bytesOf(vault, id)).equals(childContent(number))).toBe(true);
  const { damaged } = await checkVaultNow(vault, { full: true, signal: noStop() });
  expect(damaged).toEqual([]);
  // One log still: a kill is no reason to begin another.
  expect(vault.ledger.logs()).toHaveLength(1);
});

it('keeps every item of a sync that is killed, and the next sync brings the rest', async () => {
  const learner = await PracticeLearner.connect();
  const { world: at, vault, provider } = learner;
  try {
    await at.close(vault);
    const promised = new Map<string, readonly [sha256: string, size: string]>();
    for (let round = 0; round < Math.min(rounds, 4); round += 1) {
      const child = start(at, 'sync');
      await child.says(round === 0 ? 'open' : 'kept');
      await wait(randomInt(300));
      for (const line of await child.kill()) {
        const [word, id = '', sha256 = '', size = ''] = line.split(' ');
        if (word === 'kept') promised.set(id, [sha256, size]);
      }
      const again = await reopen(at);
      for (const [id, [sha256, size]] of promised) {
        const item = showItem(again, id);
        expect(item.versions).toBe(1);
        if (sha256 !== '-') expect([item.sha256, String(item.size)]).toEqual([sha256, size]);
        if (sha256 !== '-') expect(await bytesOf(again, id)).toHaveLength(Number(size));
      }
      await at.close(again);
      if (child.lines.some((line) => line.startsWith('done'))) break;
    }
    expect(promised.size).toBeGreaterThan(0);
    const last = start(at, 'sync');
    expect(await last.says('done')).toBe('done ok');
    await last.ended();
    const whole = await reopen(at, true);
    const items = listItems(whole);
    expect(items).toHaveLength(186);
    expect(
      items.filter(
        ({ versions, gone, failed }) => versions !== 1 || gone !== undefined || failed !== undefined,
      ),
    ).toEqual([]);
    expect((await checkVaultNow(whole, { full: true, signal: noStop() })).damaged).toEqual([]);
  } finally {
    await at.remove();
    await provider.close();
  }
});
