import { systemClock, isoTime } from '../../base/clock.ts';
import { entryKey } from '../../bundle/entry-view.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import type { CheckSheet } from '../check-sheet.ts';
import type { History } from '../check-history.ts';
import type { Policy } from '../policy.ts';
import type { BundleLayout } from '../read-layout.ts';
import type { Dated, ItemOrigin, ItemResult, Standing } from '../verification-report.ts';
import { noteOthers } from './note-others.ts';
import { OriginNotes } from './origin-notes.ts';
import { ShownItems } from './shown-items.ts';

/**
 * Works out who made the items of a bundle, by the proofs that lie in it and never by the vault's word (rules O1 to O17). Whose keys count
 * only the reader's policy says.
 *
 * @param results of the items, by what the vault's own history proves
 * @param settings `dated`: since when entries have existed by trusted clocks; `at`: judge as of this time where no such clock saw a proof, ISO 8601
 * @returns the same results, each with what proves its origin and what it comes to
 */
export async function checkOrigin(
  hashes: HashPort,
  { files }: BundleLayout,
  { history, results }: { readonly history: History; readonly results: readonly ItemResult[] },
  {
    policy,
    dated,
    at,
    signal,
  }: {
    readonly policy: Policy;
    readonly dated: ReadonlyMap<string, Dated>;
    readonly at: string | undefined;
    readonly signal: AbortSignal | undefined;
  },
  sheet: CheckSheet,
): Promise<ItemResult[]> {
  const items = new ShownItems(history, results, files);
  const notes = new OriginNotes(sheet);
  const judging = { policy, dated, otherwise: at ?? isoTime(systemClock), signal };
  // Loaded when there is something to judge: most bundles hold neither.
  if (items.ofKind('credential').length > 0) {
    const { judgeCredentials } = await import('./judge-credentials.ts');
    await judgeCredentials(items, notes, judging);
  }
  if (items.ofKind('message').length > 0) {
    const { judgeMessages } = await import('./judge-messages.ts');
    await judgeMessages(hashes, items, notes, judging);
  }
  await noteOthers(items, notes);
  const found = notes.sorted();
  const judged = results.map((result) => withOrigin(result, found.get(entryKey(result.entry))));
  conclude(judged, sheet);
  return judged;
}

function withOrigin(result: ItemResult, origin: readonly ItemOrigin[] | undefined): ItemResult {
  if (origin === undefined) return result;
  return { ...result, standing: standingBy(origin) ?? result.standing, origin };
}

/** An item that anything signed contradicts is worth no more than that the vault kept it. */
function standingBy(origin: readonly ItemOrigin[]): Standing | undefined {
  if (origin.some(({ result }) => result === 'fail')) return undefined;
  const counting = origin.filter(({ result }) => result === 'pass').map(({ proof }) => proof);
  if (counting.includes('credential')) return 'signed';
  return counting.includes('mail') ? 'from' : undefined;
}

/** Notes that are no proof do not tell why nothing is proven. */
const noted: ReadonlySet<ItemOrigin['proof']> = new Set(['signed-pdf', 'portal']);

function conclude(results: readonly ItemResult[], sheet: CheckSheet): void {
  const items = results.filter(({ version }) => version !== undefined);
  const proven = items.filter(({ standing }) => standing === 'signed' || standing === 'from');
  if (items.length > 0 && proven.length === items.length)
    sheet.pass('origin', 'Every item comes from a provider that your policy names.');
  else if (proven.length > 0) sheet.notChecked('origin', 'origin-partly');
  else {
    const open = items.flatMap(({ origin = [] }) => origin).find(({ proof }) => !noted.has(proof));
    sheet.notChecked('origin', open?.code ?? 'origin-not-proven');
  }
}
