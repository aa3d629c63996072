/**
 * `sync DIR STATE PASSPHRASE PLACE`: brings a second copy in PLACE up to date and prints what that took beyond opening the vault.
 * `restore DIR STATE PASSPHRASE PLACE`: restores from it and prints what that took, and how much of it until all was copied.
 */
import { performance } from 'node:perf_hooks';

import { keepYoungGeneration } from '../../src/cli/young-generation.ts';
import { openVaultToWrite } from '../../src/vault/open-vault.ts';
import { addReplica } from '../../src/vault/replicas/add-replica.ts';
import { syncReplica } from '../../src/vault/replicas/sync-replicas.ts';
import { copiesIn } from '../../src/vault/restore/copies-in.ts';
import { restoreVault } from '../../src/vault/restore/restore-vault.ts';

// As the command line does, whose memory is the one that counts.
keepYoungGeneration();
const [step, dir = '', stateDir = '', passphrase = '', path = ''] = process.argv.slice(2);
const say = (document: object): void => {
  process.stdout.write(JSON.stringify(document));
};
if (step === 'sync') await sync();
else if (step === 'restore') await restore();
else throw new Error('usage: sync|restore DIR STATE PASSPHRASE PLACE');

async function sync(): Promise<void> {
  const vault = await openVaultToWrite({ dir, stateDir, unlock: { passphrase } });
  try {
    const { id } = await addReplica(vault, { type: 'folder', path });
    const started = performance.now();
    const { files, bytes } = await syncReplica(vault, id);
    say({ seconds: (performance.now() - started) / 1000, files, bytes });
  } finally {
    await vault.close();
  }
}

async function restore(): Promise<void> {
  const started = performance.now();
  const since = (): number => (performance.now() - started) / 1000;
  let copied: number | undefined;
  const { whole, files, bytes } = await restoreVault({
    dir,
    stateDir,
    from: await copiesIn([{ type: 'folder', path }]),
    unlock: { passphrase },
    onProgress: ({ name }) => {
      if (!/^(?:Reading|Copying)/u.test(name)) copied ??= since();
    },
  });
  if (!whole) throw new Error('something is missing');
  say({ seconds: since(), copied: copied ?? since(), files, bytes });
}
