import { encodeHex } from '../base/bytes.ts';
import { isoTime } from '../base/clock.ts';
import { VaultError } from '../base/errors.ts';
import { SecretKey } from '../crypto/secret-key.ts';
import { createKeyPair } from '../crypto/sign.ts';
import { certifyLog, logIdOf } from '../ledger/log-identity.ts';
import type { EntryOf } from '../ledger/kinds/entry-kinds.ts';
import { nodeHashes } from '../platform/node-hashes.ts';
import type { PullProgress } from '../sources/source.ts';
import { BlobStore } from '../store/blob/blob-store.ts';
import { NodeDurable } from '../store/durable/node-durable.ts';
import { refuseRolledBackHeader } from '../store/header/header-changes.ts';
import type { Header } from '../store/header/header-schema.ts';
import type { VaultKeys } from '../store/header/vault-keys.ts';
import type { BlobPartRow } from '../store/index/blob-queries.ts';
import { freshIndexFile, openIndex, removeIndex, type OpenedIndex } from '../store/index/index-database.ts';
import { VaultIndex } from '../store/index/vault-index.ts';
import {
  installationFile,
  readInstallation,
  writeInstallation,
  type InstallationState,
} from '../store/installation.ts';
import { entryKeysOf } from '../store/ledger-files/entry-keys.ts';
import { LedgerFiles } from '../store/ledger-files/ledger-files.ts';
import { LogWriter } from '../store/ledger-files/log-writer.ts';
import type { VaultLock } from '../store/lock.ts';
import { KnownDamage } from './damage.ts';
import { finishOnOpening } from './erase/finish-erasures.ts';
import { catchUp, isAhead } from './catch-up.ts';
import { indexFile, realFolder, type ResolvedPlace } from './place.ts';
import { Recorder } from './recorder.ts';
import { removeRehearsal } from './restore/rehearsal-folder.ts';
import { SourceSecrets } from './source-secrets.ts';
import type { OpeningFinding, WritableVault } from './vault-context.ts';

export interface Assembly {
  readonly place: ResolvedPlace;
  readonly lock: VaultLock;
  readonly header: Header;
  readonly keys: VaultKeys;
  /** What reading the header noticed. */
  readonly findings: readonly OpeningFinding[];
  /** Why a log begins, if this installation has none that it can go on with. */
  readonly reason: 'vault-created' | 'new-installation' | 'restored';
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  /** The index is thrown away first, and made from the ledger. */
  readonly freshIndex?: boolean;
  /** The recovery key was used: a header older than what is remembered is about to be replaced by a newer one. */
  readonly acceptOldHeader?: boolean;
}

/**
 * Puts an unlocked vault together for its one writer: repairs what a crash left, brings the index up to date, begins a log where this
 * installation has none. On an error everything that was opened is closed again; the lock stays the caller's.
 * Throws `integrity.header-rolled-back`, `format.too-new`, `storage.*`.
 */
export async function assembleWritable(assembly: Assembly): Promise<WritableVault> {
  const { place, header, keys } = assembly;
  const { dir, port } = place;
  const newest = { generation: header.generation };
  const open: (() => Promise<void> | void)[] = [];
  try {
    // A process that was killed may have left names that no disk has been told to keep, those of this header among them, and what it says is
    // about to be remembered.
    await port.syncFolder(dir);
    const file = installationFile(place.stateDir, header.vault, realFolder(dir));
    const remembered = await readInstallation(port, file, keys);
    if (remembered !== undefined)
      open.push(() => {
        remembered.seed.destroy();
      });
    if (assembly.acceptOldHeader !== true) refuseRolledBackHeader(header, [remembered?.generation ?? 0]);
    const ledger = await LedgerFiles.open({
      dir,
      vault: header.vault,
      root: keys.rootPublicKey,
      keys: entryKeysOf(keys),
      hashes: nodeHashes,
      port,
      access: 'write',
      installation:
        remembered === undefined ? undefined : { head: remembered.head, signer: signerOf(remembered) },
    });
    const { index, replaced } = await openIndexAnew(assembly, ledger);
    open.push(() => {
      index.close();
    });
    if (assembly.acceptOldHeader !== true)
      refuseRolledBackHeader(header, [index.statements.headerGeneration()]);
    const { writer, seed } = await writerOf({ ...assembly, newest }, ledger, remembered, file);
    open.push(
      () => writer.close(),
      () => {
        seed.destroy();
      },
    );
    await catchUp(ledger, index.projection, assembly);
    const recorder = new Recorder(writer, index);
    await completeHeaderEntry(assembly, index, recorder);
    await removeRehearsal(port, dir);
    const { secrets, damaged } = await SourceSecrets.open(port, dir, keys);
    const blobs = await BlobStore.open({
      folder: dir,
      port,
      keys,
      findKnown: (plaintextId) => findReliable(index, plaintextId),
      // The threads write by themselves; a port of somebody's own sees every step.
      ...(port instanceof NodeDurable ? {} : { threads: 0 }),
    });
    open.push(() => blobs.close());
    const findings: OpeningFinding[] = [
      ...assembly.findings,
      ...ledger.findings.map(({ code, file: about, mended }) => ({
        code,
        mended,
        ...(about === undefined ? {} : { file: about }),
      })),
      ...(await finishOnOpening({ dir, port, index, ledger, writer, blobs })),
      ...(damaged ? [{ code: 'integrity.settings-damaged', file: 'settings.sealed', mended: false }] : []),
      ...(replaced === 'damaged'
        ? [{ code: 'integrity.index-damaged', file: 'index/index.db', mended: true }]
        : []),
    ];
    const { clock, app, timeZone } = place;
    open.unshift(() => {
      keys.destroy();
      assembly.lock.release();
    });
    return {
      id: header.vault,
      dir,
      practice: header.practice,
      rootPublicKey: keys.rootPublicKey,
      findings,
      keys,
      hashes: nodeHashes,
      port,
      blobs,
      ledger,
      index,
      writer,
      recorder,
      secrets,
      newestHeader: newest,
      clock,
      app,
      timeZone,
      leaveLog: async (code) => {
        await writer.giveUp(code);
        await port.unlink(file);
      },
      ledgerHead: (log) => headOf(ledger, writer, log),
      close: () => closeAll(open),
    };
  } catch (error) {
    // What went wrong first is what is told.
    await closeAll(open).catch(() => undefined);
    throw error;
  }
}

/** Where a content lies, unless a check found it damaged there: then it is kept anew. */
function findReliable(index: VaultIndex, plaintextId: string): readonly BlobPartRow[] | undefined {
  const stored = index.blobs.findByPlaintext(plaintextId);
  if (stored === undefined) return undefined;
  const suspect = new KnownDamage(index).isSuspect({ sha256: stored.sha256, storedAt: stored.at });
  return suspect ? undefined : stored.parts;
}

/** The index, up to date with the ledger. One in which damage is met on the way is made anew. */
async function openIndexAnew(
  assembly: Assembly,
  ledger: LedgerFiles,
): Promise<{ readonly index: VaultIndex; readonly replaced: OpenedIndex['replaced'] }> {
  const { place, keys } = assembly;
  const file = indexFile(place.dir);
  removeIndex(freshIndexFile(file));
  if (assembly.freshIndex === true) removeIndex(file);
  let replaced: OpenedIndex['replaced'];
  for (;;) {
    const opened = openIndex(file, keys.index(), keys.earlierIndexes());
    try {
      const index = new VaultIndex(opened.database);
      if (isAhead(index.projection.appliedSizes(), ledger)) {
        index.close();
        removeIndex(file);
        continue;
      }
      await catchUp(ledger, index.projection, assembly);
      return { index, replaced: replaced ?? opened.replaced };
    } catch (error) {
      opened.database.close();
      const damaged = error instanceof VaultError && error.code === 'integrity.index-damaged';
      if (!damaged || opened.fresh) throw error;
      replaced = 'damaged';
    }
  }
}

function signerOf(state: InstallationState): { log: string; publicKey: Uint8Array; seed: SecretKey } {
  return { log: state.log, publicKey: state.publicKey, seed: state.seed };
}

/** Goes on with this installation's log, or begins one that commits to every head that is known. */
async function writerOf(
  assembly: Assembly & { readonly newest: { readonly generation: number } },
  ledger: LedgerFiles,
  remembered: InstallationState | undefined,
  file: string,
): Promise<{ writer: LogWriter; seed: SecretKey }> {
  const { place, header, keys } = assembly;
  const remember = (seed: SecretKey) => (head: InstallationState['head']) =>
    writeInstallation(place.port, file, keys, {
      log: head.log,
      seed,
      head,
      generation: assembly.newest.generation,
    });
  if (remembered !== undefined && ledger.own.state === 'ready') {
    const writer = await LogWriter.continue({
      ledger,
      signer: signerOf(remembered),
      remember: remember(remembered.seed),
    });
    return { writer, seed: remembered.seed };
  }
  const pair = createKeyPair();
  const seed = SecretKey.adopt(pair.seed);
  const log = logIdOf(nodeHashes, pair.publicKey);
  const certificate = keys.rootSeed.use((root) =>
    certifyLog(root, keys.rootPublicKey, header.vault, pair.publicKey),
  );
  const writer = await LogWriter.start({
    ledger,
    signer: { log, publicKey: pair.publicKey, seed },
    remember: remember(seed),
    certificate,
    reason: ledger.own.state === 'lost' ? 'history-rolled-back' : assembly.reason,
    app: place.app,
    practice: header.practice,
    clock: place.clock,
  });
  return { writer, seed };
}

/** Each generation of the header is a fact of the history; one that was cut short before it was told is told now. */
async function completeHeaderEntry(
  { place, header, reason }: Assembly,
  index: VaultIndex,
  recorder: Recorder,
): Promise<void> {
  if (index.statements.headerGeneration() >= header.generation) return;
  const entry: EntryOf<'header-changed'> = {
    kind: 'header-changed',
    at: isoTime(place.clock),
    generation: header.generation,
    digest: encodeHex(nodeHashes.sha256(header.bytes)),
    reason: reason === 'vault-created' ? 'created' : 'completed',
  };
  await recorder.record([entry]);
}

function headOf(
  ledger: LedgerFiles,
  writer: LogWriter,
  log: string,
): { readonly size: number; readonly checkpoint: string } {
  const own = writer.head();
  if (own.log === log) return { size: own.size, checkpoint: writer.checkpoint() };
  const head = ledger.heads().find((each) => each.log === log);
  if (head === undefined) throw new VaultError('input.not-found', { what: 'log' });
  return { size: head.size, checkpoint: ledger.checkpoint(log) };
}

/** Closes everything, the last opened first, whatever one of them says; then throws the first error. */
async function closeAll(open: (() => Promise<void> | void)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const close of open.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
