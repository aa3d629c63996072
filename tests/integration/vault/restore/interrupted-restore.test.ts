import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import type { DurablePort } from '../../../../src/store/durable/port.ts';
import { openContent } from '../../../../src/vault/get-content.ts';
import { listItems } from '../../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../../src/vault/open-vault.ts';
import { restoreVault, type RestoreReport } from '../../../../src/vault/restore/restore-vault.ts';
import { atEveryStep, plainPort } from '../../../support/vault/at-every-step.ts';
import { placeIn, pushTo } from '../../../support/vault/second-copies.ts';
import { codeOf, collect, makeWorld, temporaryRoot, VaultWorld } from '../../../support/vault/vault-world.ts';

const kept: Readonly<Record<string, string | Uint8Array>> = {
  'essay.txt': 'An essay about bees.',
  'large.bin': Buffer.alloc(700_000, 3),
  'notes.txt': 'Some notes.',
};
let lost: VaultWorld;
let stick: string;

beforeAll(async () => {
  lost = await makeWorld();
  stick = join(lost.root, 'stick');
  await lost.using(async (vault) => {
    await lost.add(vault, kept);
    await pushTo(vault, stick);
  });
});

afterAll(async () => {
  await lost.remove();
});

async function cleanComputer(): Promise<VaultWorld> {
  return new VaultWorld(await temporaryRoot(), lost.vaultId, lost.recoveryWords);
}

async function restore(target: VaultWorld, port: DurablePort): Promise<RestoreReport> {
  return restoreVault({
    ...target.place,
    port,
    from: [placeIn(stick, lost.vaultId)],
    unlock: { recoveryWords: lost.recoveryWords },
  });
}

/** Goes on with a restore if it did not end, and finds everything, byte for byte. */
async function expectRestored(target: VaultWorld): Promise<void> {
  const code = await codeOf(restore(target, plainPort()));
  expect(['nothing', 'access.vault-exists']).toContain(code);
  const vault = await target.track(
    openVaultToWrite({
      ...target.place,
      port: plainPort(),
      unlock: { recoveryWords: lost.recoveryWords },
    }),
  );
  const found = new Map<string, Buffer>();
  for (const { name, sha256 = '', size = 0 } of listItems(vault))
    found.set(name, await collect(openContent(vault, { sha256, size })));
  expect([...found.keys()].sort()).toEqual(Object.keys(kept).sort());
  for (const [name, bytes] of Object.entries(kept))
    expect(found.get(name)?.equals(Buffer.from(bytes)), name).toBe(true);
  const reasons: unknown[] = [];
  for (const log of vault.ledger.logs())
    for await (const entry of vault.ledger.entries({ log, to: 1 }))
      reasons.push(entry.readable ? entry.fields.reason : entry.code);
  expect(reasons).toContain('vault-created');
  expect(reasons).toContain('restored');
  await target.close(vault);
  expect(await readdir(target.dir)).not.toContain('restore.json');
}

describe('a restore that is stopped', () => {
  it('at any step goes on, and ends as if it had not been', { timeout: 300_000 }, async () => {
    const steps = await atEveryStep({
      prepare: cleanComputer,
      every: 5,
      act: async (target, port) => {
        await restore(target, port);
      },
      check: async (target) => {
        await expectRestored(target);
      },
    });
    expect(steps).toBeGreaterThan(30);
  });

  it('copies nothing twice', async () => {
    const target = await cleanComputer();
    const stop = new AbortController();
    const stopped = restoreVault({
      ...target.place,
      port: new NodeDurable(),
      from: [placeIn(stick, lost.vaultId)],
      unlock: { recoveryWords: lost.recoveryWords },
      signal: stop.signal,
      onProgress: ({ name, done, total }) => {
        if (name === 'Copying files' && done === total) stop.abort();
      },
    });
    expect(await codeOf(stopped)).toBe('internal.cancelled');
    expect(await codeOf(target.read())).toBe('access.no-vault');
    expect(await restore(target, new NodeDurable())).toMatchObject({
      files: 0,
      kept: 3,
      resumed: true,
      whole: true,
    });
    await target.remove();
  });
});
