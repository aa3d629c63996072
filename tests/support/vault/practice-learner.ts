import { openRecordings } from '../../../src/practice/recordings.ts';
import { startPracticeProvider, type PracticeProvider } from '../../../src/practice/provider.ts';
import { signIn } from '../../../src/vault/connectors/connector-table.ts';
import { connectMoodle } from '../../../src/vault/connectors/moodle.ts';
import {
  itemHistory,
  listItems,
  showItem,
  type ItemHistory,
  type ShownItem,
} from '../../../src/vault/items.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import type { SyncReport } from '../../../src/vault/sync.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { makeWorld, noStop, type VaultWorld } from './vault-world.ts';

export const recordings = openRecordings();

/** Learner 1 of the recordings with a vault that is connected to the practice provider, and open. */
export class PracticeLearner {
  readonly world: VaultWorld;
  readonly provider: PracticeProvider;
  readonly vault: WritableVault;
  readonly source: string;

  private constructor(world: VaultWorld, provider: PracticeProvider, vault: WritableVault, source: string) {
    this.world = world;
    this.provider = provider;
    this.vault = vault;
    this.source = source;
  }

  static async connect(): Promise<PracticeLearner> {
    const provider = await startPracticeProvider();
    const world = await makeWorld({ practice: true });
    const vault = await world.write();
    const { username, password } = provider.learner;
    const source = await connectMoodle(
      vault,
      { url: provider.url, username, secret: { password } },
      { signal: noStop() },
    );
    return new PracticeLearner(world, provider, vault, source.id);
  }

  async sync(): Promise<SyncReport> {
    const [report] = await syncSources(this.vault, { signal: noStop() });
    if (report === undefined) throw new Error('nothing was synced');
    return report;
  }

  async signInAgain(): Promise<void> {
    const { password } = this.provider.learner;
    await signIn(this.vault, this.source, { secret: { password } }, { signal: noStop() });
  }

  /** Keys of the items with an outcome, sorted. */
  keys(report: SyncReport, outcome: string): string[] {
    return report.items
      .filter((item) => item.outcome === outcome)
      .map(({ id }) => this.keyOf(id))
      .sort();
  }

  keyOf(id: string): string {
    return showItem(this.vault, id).key;
  }

  find(key: string): ShownItem | undefined {
    const id = this.vault.index.sources.findKnown(this.source, key)?.item;
    return id === undefined ? undefined : showItem(this.vault, id);
  }

  get(key: string): ShownItem {
    const found = this.find(key);
    if (found === undefined) throw new Error(`the vault has nothing under ${key}`);
    return found;
  }

  history(key: string): ItemHistory {
    return itemHistory(this.vault, this.get(key).id);
  }

  /** Every key with its number of versions and whether it is gone: what must never become less. */
  everything(): Map<string, { readonly versions: number; readonly gone: boolean }> {
    return new Map(
      listItems(this.vault).map(({ id, versions, gone }) => [
        this.keyOf(id),
        { versions, gone: gone !== undefined },
      ]),
    );
  }

  async end(): Promise<void> {
    await this.world.remove();
    await this.provider.close();
  }
}
