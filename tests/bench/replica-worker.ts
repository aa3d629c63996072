/** `sync DIR STATE PASSPHRASE PLACE`: brings a second copy in PLACE up to date and prints what that took beyond opening the vault. */
import { performance } from 'node:perf_hooks';

import { openVaultToWrite } from '../../src/vault/open-vault.ts';
import { addReplica } from '../../src/vault/replicas/add-replica.ts';
import { syncReplica } from '../../src/vault/replicas/sync-replicas.ts';

const [step, dir = '', stateDir = '', passphrase = '', path = ''] = process.argv.slice(2);
if (step !== 'sync') throw new Error('usage: sync DIR STATE PASSPHRASE PLACE');
const vault = await openVaultToWrite({ dir, stateDir, unlock: { passphrase } });
try {
  const { id } = await addReplica(vault, { type: 'folder', path });
  const started = performance.now();
  const { files, bytes } = await syncReplica(vault, id);
  process.stdout.write(JSON.stringify({ seconds: (performance.now() - started) / 1000, files, bytes }));
} finally {
  await vault.close();
}
