import type { Holdings } from '../../store/replica/replica-plan.ts';
import { readHeader } from '../../store/header/header-files.ts';
import { forkedLogs } from '../restore/fork-alerts.ts';
import type { OpenVault } from '../vault-context.ts';

/** What of this vault belongs into every second copy. Throws as `readHeader` does. */
export async function holdingsOf(vault: OpenVault): Promise<Holdings> {
  const { header } = await readHeader(vault.port, vault.dir);
  const { own } = vault.ledger;
  return {
    dir: vault.dir,
    port: vault.port,
    header: { generation: header.generation, bytes: header.bytes },
    ledger: vault.ledger,
    forkedLogs: forkedLogs(vault),
    ownLog: own.state === 'ready' ? own.head.log : undefined,
    blobs: () => {
      const erased = vault.index.erasures.erasedBlobs();
      return vault.index.blobs.files().filter(({ file }) => !erased.has(file));
    },
  };
}
