import { VaultError } from '../base/errors.ts';
import { nodeHashes } from '../platform/node-hashes.ts';
import { BlobReader } from '../store/blob/blob-reader.ts';
import { refuseRolledBackHeader } from '../store/header/header-changes.ts';
import { openIndex, openIndexToRead } from '../store/index/index-database.ts';
import { VaultIndex } from '../store/index/vault-index.ts';
import { installationFile, readInstallation } from '../store/installation.ts';
import type { LedgerFiles } from '../store/ledger-files/ledger-files.ts';
import type { Assembly } from './assemble.ts';
import { catchUp, isAhead } from './catch-up.ts';
import { indexFile, realFolder, type VaultPlace } from './place.ts';
import type { OpenVault } from './vault-context.ts';
import { ledgerToRead } from './ledger-to-read.ts';

/** What telling of progress and stopping takes. */
type Reading = Pick<VaultPlace, 'signal' | 'onProgress'>;

/** An unlocked vault to be read. The keys become its own unless this throws. Throws as `openVault`. */
export async function assembleReadable(
  { place, header, keys, findings }: Pick<Assembly, 'place' | 'header' | 'keys' | 'findings'>,
  reading: Reading,
): Promise<OpenVault> {
  const { dir, port, stateDir } = place;
  let onDisk: IndexOnDisk | undefined;
  let index: VaultIndex | undefined;
  try {
    const remembered = await readInstallation(
      port,
      installationFile(stateDir, header.vault, realFolder(dir)),
      keys,
    );
    remembered?.seed.destroy();
    refuseRolledBackHeader(header, [remembered?.generation ?? 0]);
    onDisk = findIndex(dir, keys);
    const ledger = await ledgerToRead(port, dir, keys, remembered);
    index = await indexToRead(onDisk, keys, ledger, reading);
    refuseRolledBackHeader(header, [index.statements.headerGeneration()]);
    const found = index;
    return {
      id: header.vault,
      dir,
      practice: header.practice,
      rootPublicKey: keys.rootPublicKey,
      findings: [
        ...findings,
        ...ledger.findings.map(({ code, file, mended }) => ({
          code,
          mended,
          ...(file === undefined ? {} : { file }),
        })),
      ],
      keys,
      hashes: nodeHashes,
      port,
      blobs: new BlobReader(port, dir, header.vault),
      ledger,
      index,
      clock: place.clock,
      app: place.app,
      timeZone: place.timeZone,
      close: () => {
        found.close();
        keys.destroy();
        return Promise.resolve();
      },
    };
  } catch (error) {
    onDisk?.index.close();
    index?.close();
    throw error;
  }
}

interface IndexOnDisk {
  readonly index: VaultIndex;
  readonly applied: ReadonlyMap<string, number>;
}

/** The index on disk and how far it had come: asked before the ledger is read, it cannot be ahead of that. */
function findIndex(dir: string, keys: OpenVault['keys']): IndexOnDisk | undefined {
  const connection = openIndexToRead(indexFile(dir), keys.index());
  if (connection === undefined) return undefined;
  try {
    const index = new VaultIndex(connection);
    return { index, applied: index.projection.appliedSizes() };
  } catch (error) {
    connection.close();
    if (error instanceof VaultError && error.code === 'integrity.index-damaged') return undefined;
    throw error;
  }
}

/** The index on disk if it tells of all that the ledger holds, and of nothing else; otherwise one made in memory. */
async function indexToRead(
  found: IndexOnDisk | undefined,
  keys: OpenVault['keys'],
  ledger: LedgerFiles,
  reading: Reading,
): Promise<VaultIndex> {
  if (found !== undefined) {
    const { index, applied } = found;
    const isBehind = ledger.heads().some(({ log, size }) => index.projection.appliedSize(log) < size);
    if (!isBehind && !isAhead(applied, ledger)) return index;
    index.close();
  }
  const made = new VaultIndex(openIndex(':memory:', keys.index()).database);
  await catchUp(ledger, made.projection, reading);
  return made;
}
