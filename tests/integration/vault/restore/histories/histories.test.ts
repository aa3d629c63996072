import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { encodeHex } from '../../../../../src/base/bytes.ts';
import { readHeader } from '../../../../../src/store/header/header-files.ts';
import { Fleet } from '../../../../support/vault/fleet.ts';
import { makeWorld, temporaryRoot, type VaultWorld } from '../../../../support/vault/vault-world.ts';
import { knownHistories } from './known.ts';
import { histories, laptopCount, play, type Step } from './step.ts';

/** So many new ones with `EVIDENCE_VAULT_TEST_RUNS=300`; else always the same, for whoever changes something else. */
const asked = process.env.EVIDENCE_VAULT_TEST_RUNS;
const chosen = asked === undefined ? { numRuns: 30, seed: 25 } : { numRuns: Number(asked) };

let template: VaultWorld;
beforeAll(async () => {
  template = await makeWorld();
  await template.using((vault) => template.add(vault, { 'essay.txt': 'An essay about bees.' }));
});
afterAll(async () => {
  await template.remove();
});

/** Logs of which two laptops hold two trees, as their files tell it. */
async function forkedLogs(fleet: Fleet): Promise<Set<string>> {
  const trees = new Map<string, string[][]>();
  for (const who of fleet.laptops.keys()) {
    const { ledger } = await fleet.open(who);
    for (const { log, size } of ledger.heads()) {
      const leaves = (await ledger.files(log).leaves(size)).map(encodeHex);
      trees.set(log, [...(trees.get(log) ?? []), leaves]);
    }
  }
  const forked = new Set<string>();
  for (const [log, found] of trees)
    for (const a of found)
      for (const b of found) if (a.some((leaf, i) => i < b.length && b[i] !== leaf)) forked.add(log);
  return forked;
}

/** Everybody hears of everything; what a copied key split is taken in from both sides. */
async function settle(fleet: Fleet): Promise<void> {
  const all = [...fleet.sticks.keys()];
  const everybody = async (): Promise<void> => {
    for (const who of fleet.laptops.keys()) await fleet.sync(who, ...all);
  };
  for (let round = 0; round < 2; round += 1) await everybody();
  if (!fleet.cloned) return;
  await everybody();
  for (const who of fleet.laptops.keys())
    for (const fork of await fleet.takeInForks(who))
      expect(fork).toMatchObject({ found: true, settled: true });
  for (let round = 0; round < 2; round += 1) await everybody();
}

async function holdsTogether(steps: readonly Step[]): Promise<void> {
  const fleet = await Fleet.make(template, await temporaryRoot(), laptopCount);
  try {
    for (const [number, step] of steps.entries()) await play(fleet, step, number);
    const owed = fleet.owed();
    const erased = fleet.erased();
    await settle(fleet);
    const forked = await forkedLogs(fleet);
    if (!fleet.cloned) expect([...forked]).toEqual([]);
    const held: string[][] = [];
    const headers = new Set<string>();
    for (const who of fleet.laptops.keys()) {
      held.push(await fleet.read(who));
      const vault = await fleet.open(who);
      headers.add((await readHeader(vault.port, vault.dir)).header.digest);
      const told = vault.index.statements.allAlertIds().filter((id) => id.startsWith('fork-'));
      const logs = new Set(told.map((id) => id.split('-')[1]));
      if (!fleet.cloned) expect(told).toEqual([]);
      expect(logs).toEqual(new Set([...logs, ...forked]));
    }
    for (const each of held) expect(each).toEqual(held[0]);
    for (const each of owed) expect(held[0]).toContain(each);
    if (!fleet.cloned)
      for (const name of erased) expect(held[0]?.filter((each) => each.startsWith(`${name}: `))).toEqual([]);
    expect(headers.size).toBe(1);
  } finally {
    await fleet.remove();
  }
}

describe('laptops that all go on with one vault', () => {
  it('keep their own keys, and all that they sealed, where two changed them without knowing', async () => {
    const fleet = await Fleet.make(template, await temporaryRoot(), 2);
    try {
      for (const who of [0, 1]) {
        await fleet.rekey(who, false);
        await fleet.add(who, `of-${String(who)}.txt`, 'Sealed with new keys.');
        await fleet.changePassphrase(who, `other plain words ${String(who)}`);
      }
      await fleet.sync(0, 0);
      expect(await fleet.sync(1, 0)).toMatchObject({ keysApart: true, newHeader: false });
      expect(await fleet.sync(0, 0)).toMatchObject({ keysApart: true, newHeader: false });
      for (const who of [0, 1]) {
        await fleet.close(who);
        expect(await fleet.read(who)).toContain(`of-${String(who)}.txt: Sealed with new keys.`);
      }
    } finally {
      await fleet.remove();
    }
  }, 120_000);

  it.for([
    { owner: 0, first: 0 },
    { owner: 0, first: 1 },
    { owner: 1, first: 0 },
    { owner: 1, first: 1 },
  ])(
    'keep what one added when another erased something with the same bytes (added by $owner, copied first by $first)',
    { timeout: 120_000 },
    async ({ owner, first }) => {
      const fleet = await Fleet.make(template, await temporaryRoot(), 2);
      const text = 'The same bytes.';
      try {
        await fleet.add(owner, 'laptop-a.txt', text);
        await fleet.sync(owner, 0);
        await fleet.sync(1 - owner, 0);
        await fleet.add(1, 'of-1.txt', text);
        await fleet.erase(0, 0);
        for (const who of [first, 1 - first, first, 1 - first]) await fleet.sync(who, 0);
        for (const who of [0, 1]) {
          const held = await fleet.read(who);
          expect(held).toContain(`of-1.txt: ${text}`);
          expect(held).not.toContain(`laptop-a.txt: ${text}`);
        }
        await fleet.restore(0, 0);
        expect(await fleet.read(0)).toContain(`of-1.txt: ${text}`);
      } finally {
        await fleet.remove();
      }
    },
  );

  it(
    'hold the same in the end, whatever they did, lost, erased and changed',
    { timeout: 3_600_000 },
    async () => {
      await fc.assert(fc.asyncProperty(histories, holdsTogether), {
        ...chosen,
        endOnFailure: true,
        examples: knownHistories.map((steps): [readonly Step[]] => [steps]),
      });
    },
  );
});
