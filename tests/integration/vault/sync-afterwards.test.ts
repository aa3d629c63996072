import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { VaultError } from '../../../src/base/errors.ts';
import { connectFolder } from '../../../src/vault/connectors/folder.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import type { WitnessReport } from '../../../src/vault/witnesses/witness-now.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

async function connected(): Promise<WritableVault> {
  const at = await world();
  const path = join(at.root, 'work');
  await mkdir(path);
  await writeFile(join(path, 'essay.txt'), 'an essay');
  const vault = await at.write();
  await connectFolder(vault, path, { signal: noStop() });
  return vault;
}

const url = 'https://witness.example/';

describe('what goes wrong after a sync', () => {
  it('is told of a witness whose key is none, and the sync has its report', async () => {
    const vault = await connected();
    await vault.secrets.setWitnesses([{ url, key: 'nonsense' }]);
    const told: WitnessReport[] = [];
    const onWitnesses = (report: WitnessReport) => told.push(report);
    // Nobody listens in the second: then too one witness's key is that witness's failure.
    expect(await syncSources(vault, { signal: noStop(), onWitnesses })).toMatchObject([{ captured: 1 }]);
    expect(told).toMatchObject([
      { cosigned: [], failed: [{ witness: url, error: { code: 'format.malformed' } }] },
    ]);
    expect(await syncSources(vault, { signal: noStop() })).toMatchObject([{ state: 'ok' }]);
  });

  it.each(['integrity.ledger-damaged', 'storage.failed'] as const)(
    'is told as %s of every witness, and the sync has its report',
    async (code) => {
      const vault = await connected();
      await vault.secrets.setWitnesses([{ url, key: 'nonsense' }]);
      vi.spyOn(vault.ledger, 'getEntry').mockRejectedValue(new VaultError(code));
      const told: WitnessReport[] = [];
      const reports = await syncSources(vault, {
        signal: noStop(),
        onWitnesses: (report) => told.push(report),
      });
      expect(reports).toMatchObject([{ captured: 1 }]);
      expect(told).toMatchObject([{ cosigned: [], failed: [{ witness: url, error: { code } }] }]);
    },
  );

  it('takes nothing from the sync where nobody listens for it', async () => {
    const vault = await connected();
    await vault.secrets.setWitnesses([{ url, key: 'nonsense' }]);
    vi.spyOn(vault.ledger, 'getEntry').mockRejectedValue(new VaultError('integrity.ledger-damaged'));
    expect(await syncSources(vault, { signal: noStop() })).toMatchObject([{ captured: 1 }]);
  });
});
