import { encodeHex } from '../base/bytes.ts';
import { isoTime } from '../base/clock.ts';
import type { EntryOf } from '../ledger/kinds/entry-kinds.ts';
import { nodeHashes } from '../platform/node-hashes.ts';
import type { HeaderChange } from '../store/header/header-changes.ts';
import { readHeader, writeHeader } from '../store/header/header-files.ts';
import type { Header } from '../store/header/header-schema.ts';
import type { UnlockSecret } from '../store/header/slots.ts';
import { installationFile, readInstallation } from '../store/installation.ts';
import { assembleWritable } from './assemble.ts';
import { lockAndUnlock } from './lock-and-unlock.ts';
import { realFolder, resolvePlace, type VaultPlace } from './place.ts';
import type { WritableVault } from './vault-context.ts';

/** When and how heavily a header is changed at a place. */
export function headerChange(place: VaultPlace): HeaderChange {
  return {
    at: isoTime(resolvePlace(place).clock),
    ...(place.argon2 === undefined ? {} : { argon2: place.argon2 }),
    ...(place.signal === undefined ? {} : { signal: place.signal }),
  };
}

/** Makes the next header from the one that stands, newer than all that is remembered. */
type NextHeader = (header: Header, newerThan: number) => Promise<Header>;

/**
 * Opens the vault whole, so that its data is known to open, then writes the next header.
 * The vault is closed at the end.
 */
export async function changeHeader(
  request: VaultPlace,
  unlock: UnlockSecret,
  reason: EntryOf<'header-changed'>['reason'],
  next: NextHeader,
): Promise<void> {
  const place = resolvePlace(request);
  const { lock, reading, keys } = await lockAndUnlock(request, place, unlock);
  const { header } = reading;
  const { signal, onProgress } = request;
  const file = installationFile(place.stateDir, header.vault, realFolder(place.dir));
  let vault: WritableVault | undefined;
  try {
    const remembered = await readInstallation(place.port, file, keys);
    remembered?.seed.destroy();
    vault = await assembleWritable({
      place,
      lock,
      header,
      keys,
      findings: [],
      reason: 'new-installation',
      signal,
      onProgress,
      acceptOldHeader: 'recoveryWords' in unlock,
    });
    await writeNextHeader(vault, header, remembered?.generation ?? 0, reason, next);
  } catch (error) {
    if (vault === undefined) {
      keys.destroy();
      lock.release();
    }
    throw error;
  } finally {
    await vault?.close();
  }
}

/** Changes the header of a vault that is open to be written, and stays open. */
export async function changeOpenHeader(
  vault: WritableVault,
  reason: EntryOf<'header-changed'>['reason'],
  next: NextHeader,
): Promise<void> {
  const { header } = await readHeader(vault.port, vault.dir);
  await writeNextHeader(vault, header, vault.newestHeader.generation, reason, next);
}

/** Writes the next header (the copy first) and its ledger entry. */
async function writeNextHeader(
  vault: WritableVault,
  header: Header,
  remembered: number,
  reason: EntryOf<'header-changed'>['reason'],
  next: NextHeader,
): Promise<void> {
  const newerThan = Math.max(remembered, vault.index.statements.headerGeneration());
  const changed = await next(header, newerThan);
  await writeHeader(vault.port, vault.dir, changed);
  vault.newestHeader.generation = changed.generation;
  await vault.recorder.record([
    {
      kind: 'header-changed',
      at: isoTime(vault.clock),
      generation: changed.generation,
      digest: encodeHex(nodeHashes.sha256(changed.bytes)),
      reason,
    },
  ]);
}
