import { join } from 'node:path';

import { VaultError } from '../../../src/base/errors.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import { getSource, listSources } from '../../../src/vault/add-source.ts';
import { addFiles } from '../../../src/vault/add-files.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { createVault } from '../../../src/vault/create-vault.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { openVault, openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { changePassphrase, recover, rekey, renewRecoveryKey } from '../../../src/vault/passphrase.ts';
import { pauseSource } from '../../../src/vault/pause-source.ts';
import type { VaultPlace } from '../../../src/vault/place.ts';
import { rebuildIndex } from '../../../src/vault/rebuild-index.ts';
import { addUnit } from '../../../src/vault/statements.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import type { ReportedItem } from '../../../src/vault/ingest/ingest-sink.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import type { UnlockSecret } from '../../../src/store/header/slots.ts';
import type { Work } from '../schedule/schedule.ts';
import { folderName, type FaultWorld } from '../world.ts';
import { doWide } from './wide-works.ts';

const { signal } = new AbortController();

/** The app during one life: it opens the vault when it needs it, and tells the model what it was told. */
export class App {
  readonly #world: FaultWorld;
  readonly #place: VaultPlace;
  readonly #port: DurablePort;
  #vault: WritableVault | undefined;

  constructor(world: FaultWorld, port: DurablePort) {
    this.#world = world;
    this.#port = port;
    this.#place = { ...world.place, port };
  }

  /** Does one thing. Throws what the vault throws; what was acknowledged before that is promised. */
  async do(work: Work): Promise<void> {
    const { promises } = this.#world;
    switch (work.do) {
      case 'add': {
        const paths: string[] = [];
        for (const file of work.files) paths.push(await this.#world.give('files', file));
        const vault = await this.#open();
        await addFiles(vault, paths, { signal, onItem: this.#onItem });
        return;
      }
      case 'sync-folder': {
        for (const file of work.put) await this.#world.give('watched', file);
        for (const name of work.remove) await this.#world.takeAway(name);
        const vault = await this.#open();
        if (listSources(vault).every(({ name }) => name !== folderName)) return;
        let changes: Promise<unknown> | undefined;
        const onItem = (_source: string, item: ReportedItem): void => {
          this.#onItem(item);
          changes ??= Promise.all(work.during.map((file) => this.#world.give('watched', file)));
        };
        try {
          const options = { source: folderName, signal, onItem, acceptMassChange: true, askOutside: false };
          await syncSources(vault, options);
          if (work.again) await syncSources(vault, options);
        } finally {
          await changes;
        }
        return;
      }
      case 'add-unit': {
        const vault = await this.#open();
        promises.offeredUnits.add(work.reference);
        try {
          await addUnit(vault, { reference: work.reference, title: 'A unit' });
        } catch (thrown) {
          if (isRefusedForGood(thrown)) promises.refusedUnits.add(work.reference);
          throw thrown;
        }
        promises.units.add(work.reference);
        return;
      }
      case 'pause': {
        const vault = await this.#open();
        if (listSources(vault).every(({ name }) => name !== folderName)) return;
        promises.paused.attempt(work.paused);
        await pauseSource(vault, getSource(vault, folderName).id, work.paused);
        promises.paused.settle(work.paused);
        return;
      }
      case 'change-passphrase':
        await this.close();
        await this.#changingPassphrase(work.passphrase, (old) =>
          changePassphrase(this.#place, { old, new: work.passphrase }),
        );
        return;
      case 'recover': {
        await this.close();
        const [words] = promises.recoveryWords.all;
        if (words === undefined) return;
        await this.#changingPassphrase(work.passphrase, () =>
          recover(this.#place, { recoveryWords: words, newPassphrase: work.passphrase }),
        );
        return;
      }
      case 'renew-recovery-key':
      case 'rekey': {
        await this.close();
        const [passphrase] = promises.passphrase.all;
        if (passphrase === undefined) return;
        promises.recoveryWords.attempt(undefined);
        promises.renewing = true;
        const change = work.do === 'rekey' ? rekey : renewRecoveryKey;
        const { recoveryKey } = await change(this.#place, { passphrase });
        promises.recoveryWords.settle(recoveryKey);
        promises.renewing = false;
        return;
      }
      case 'export': {
        const vault = await this.#open();
        const out = join(this.#world.root, 'out', work.name);
        const { bundle, sha256 } = await exportBundle(vault, { out, signal, force: true });
        promises.bundles.set(bundle, { out, sha256 });
        return;
      }
      case 'check': {
        const vault = await this.#open();
        const { ok, damaged } = await checkVaultNow(vault, { full: work.full, signal });
        if (!ok) throw new Error(`a check found damage: ${JSON.stringify(damaged)}`);
        return;
      }
      case 'rebuild-index':
        await this.close();
        await rebuildIndex(this.#place, this.#unlock());
        return;
      case 'reopen':
        await this.close();
        await this.#open();
        return;
      case 'second-process':
        await this.#secondProcess();
        return;
      case 'clock':
        this.#world.jump(work.seconds);
        return;
      default:
        await doWide(
          {
            world: this.#world,
            port: this.#port,
            place: this.#place,
            open: () => this.#open(),
            close: () => this.close(),
            unlock: () => this.#unlock(),
          },
          work,
        );
    }
  }

  /** Makes the vault, as the first thing in a schedule that begins without one. */
  async create(): Promise<void> {
    const { promises } = this.#world;
    const [passphrase = ''] = promises.passphrase.all;
    const { vault, recoveryKey } = await createVault({ ...this.#place, passphrase });
    this.#vault = vault;
    promises.recoveryWords.settle(recoveryKey);
    promises.made = true;
    promises.halfGone = false;
  }

  async close(): Promise<void> {
    const vault = this.#vault;
    this.#vault = undefined;
    await vault?.close();
  }

  /** The head that was acknowledged last, if the vault is open. */
  noteHead(): void {
    const vault = this.#vault;
    if (vault === undefined) return;
    this.#world.promises.noteOpen(vault);
  }

  async #open(): Promise<WritableVault> {
    this.#vault ??= await openVaultToWrite({ ...this.#place, unlock: this.#unlock() });
    return this.#vault;
  }

  /** With the recovery key where it is known, since that needs no slow derivation. */
  #unlock(): UnlockSecret {
    const { recoveryWords, passphrase } = this.#world.promises;
    const [words, another] = recoveryWords.all;
    if (words !== undefined && another === undefined && recoveryWords.all.length === 1)
      return { recoveryWords: words };
    return { passphrase: passphrase.all[0] ?? '' };
  }

  readonly #onItem = ({ id, name, outcome, sha256, size }: ReportedItem): void => {
    if (outcome !== 'captured' && outcome !== 'changed') return;
    if (sha256 === undefined || size === undefined) return;
    const { erasures, promises } = this.#world;
    // Taken in as if it had never been here: what was to be erased is.
    if (outcome === 'captured' && erasures.isInDoubt(id)) erasures.settleGone(id, promises);
    erasures.settleThere(id);
    promises.promise({ id, name, sha256, size });
  };

  async #changingPassphrase(next: string, change: (old: string) => Promise<void>): Promise<void> {
    const { passphrase } = this.#world.promises;
    const [old = ''] = passphrase.all;
    passphrase.attempt(next);
    await change(old);
    passphrase.settle(next);
  }

  /** Nobody else may write while we do, and whoever reads sees all that was acknowledged. */
  async #secondProcess(): Promise<void> {
    const vault = await this.#open();
    const unlock = this.#unlock();
    const second = await openVaultToWrite({ ...this.#place, unlock }).then(
      (other) => other,
      (thrown: unknown) => thrown,
    );
    if (!(second instanceof Error)) throw new Error('two could write at once');
    if (!(second instanceof VaultError && second.code === 'access.in-use')) throw second;
    const reader = await openVault({ ...this.#place, unlock });
    try {
      const { size } = vault.writer.head();
      const seen = reader.ledger.heads().find(({ log }) => log === vault.recorder.log)?.size ?? 0;
      if (seen < size) throw new Error(`a reader saw ${String(seen)} of ${String(size)} entries`);
    } finally {
      await reader.close();
    }
  }
}

/** Nothing of it was kept, says the vault; with `reopen` it says that nobody knows. */
function isRefusedForGood(thrown: unknown): boolean {
  return thrown instanceof VaultError && thrown.code.startsWith('storage.') && thrown.details.reopen !== true;
}
