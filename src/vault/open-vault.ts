import { VaultError } from '../base/errors.ts';
import { nodeHashes } from '../platform/node-hashes.ts';
import { BlobReader } from '../store/blob/blob-reader.ts';
import { refuseRolledBackHeader, unlockHeader } from '../store/header/header-changes.ts';
import { headerNames, mendHeader, readHeader, type HeaderReading } from '../store/header/header-files.ts';
import type { UnlockSecret } from '../store/header/slots.ts';
import { openIndex, openIndexToRead } from '../store/index/index-database.ts';
import { VaultIndex } from '../store/index/vault-index.ts';
import { installationFile, readInstallation } from '../store/installation.ts';
import { entryKeysOf } from '../store/ledger-files/entry-keys.ts';
import { LedgerFiles } from '../store/ledger-files/ledger-files.ts';
import { assembleWritable } from './assemble.ts';
import { catchUp, isAhead } from './catch-up.ts';
import { lockAndUnlock } from './lock-and-unlock.ts';
import { indexFile, realFolder, resolvePlace, type VaultPlace } from './place.ts';
import type { OpeningFinding, OpenVault, WritableVault } from './vault-context.ts';

export interface Opening extends VaultPlace {
  readonly unlock: UnlockSecret;
  /** Only to write: the index is thrown away first, and made from the ledger. */
  readonly freshIndex?: boolean;
}

/**
 * Opens a vault for its one writer.
 * Throws `access.no-vault`, `access.wrong-passphrase`, `access.wrong-recovery-key`, `access.in-use`, `access.read-only`,
 * `access.unsafe-place`, `integrity.header-*`, `format.*`, `storage.*`.
 */
export async function openVaultToWrite(opening: Opening): Promise<WritableVault> {
  const place = resolvePlace(opening);
  const { lock, reading, keys } = await lockAndUnlock(opening, place, opening.unlock);
  try {
    const mended = await mendHeader(place.port, place.dir, reading);
    const findings = headerFindings(reading, mended);
    const { signal, onProgress } = opening;
    return await assembleWritable({
      place,
      lock,
      header: reading.header,
      keys,
      findings,
      reason: 'new-installation',
      signal,
      onProgress,
      freshIndex: opening.freshIndex ?? false,
    });
  } catch (error) {
    keys.destroy();
    lock.release();
    throw error;
  }
}

/**
 * Opens a vault to read it, also beside a writer and where nothing can be written. Changes nothing in it. Where the index is missing or behind, a
 * private one is made in memory.
 * Throws as `openVaultToWrite`, but for the lock.
 */
export async function openVault(opening: Opening): Promise<OpenVault> {
  const place = resolvePlace(opening);
  const { dir, port, stateDir } = place;
  const reading = await readHeader(port, dir);
  const { header } = reading;
  const keys = await unlockHeader(header, opening.unlock, opening.signal);
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
    const ledger = await LedgerFiles.open({
      dir,
      vault: header.vault,
      root: keys.rootPublicKey,
      keys: entryKeysOf(keys),
      hashes: nodeHashes,
      port,
      access: 'read',
      installation: remembered === undefined ? undefined : { head: remembered.head },
    });
    index = await indexToRead(onDisk, keys, ledger, opening);
    refuseRolledBackHeader(header, [index.statements.headerGeneration()]);
    const found = index;
    return {
      id: header.vault,
      dir,
      practice: header.practice,
      rootPublicKey: keys.rootPublicKey,
      findings: [
        ...headerFindings(reading, []),
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
    keys.destroy();
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
  opening: Opening,
): Promise<VaultIndex> {
  if (found !== undefined) {
    const { index, applied } = found;
    const isBehind = ledger.heads().some(({ log, size }) => index.projection.appliedSize(log) < size);
    if (!isBehind && !isAhead(applied, ledger)) return index;
    index.close();
  }
  const made = new VaultIndex(openIndex(':memory:', keys.index()).database);
  await catchUp(ledger, made.projection, opening);
  return made;
}

function headerFindings({ copies }: HeaderReading, mended: readonly string[]): OpeningFinding[] {
  return headerNames.flatMap((name) =>
    copies[name] === 'good'
      ? []
      : [{ code: 'integrity.header-copy-damaged', file: name, mended: mended.includes(name) }],
  );
}
