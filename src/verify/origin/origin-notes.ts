import type { CheckSheet } from '../check-sheet.ts';
import type { ItemOrigin } from '../verification-report.ts';
import type { ShownItem } from './shown-items.ts';

/** What counts first, then what is broken, then what is open; of these a signature before a note. */
const ranks: readonly ItemOrigin['result'][] = ['pass', 'fail', 'not-checked'];
const proofs: readonly ItemOrigin['proof'][] = ['credential', 'mail', 'signed-pdf', 'portal'];

/** Collects what is found of each item's origin; what is broken goes on the sheet too. */
export class OriginNotes {
  readonly #notes = new Map<string, ItemOrigin[]>();
  readonly #sheet: CheckSheet;

  constructor(sheet: CheckSheet) {
    this.#sheet = sheet;
  }

  add({ key, view }: ShownItem, origin: ItemOrigin): void {
    const known = this.#notes.get(key);
    if (known === undefined) this.#notes.set(key, [origin]);
    else known.push(origin);
    if (origin.result === 'fail' && origin.code !== undefined)
      this.#sheet.fail('origin', { code: origin.code, entry: view.entry });
  }

  /** By entry key, of each item the strongest first. */
  sorted(): ReadonlyMap<string, readonly ItemOrigin[]> {
    const rank = ({ result, proof }: ItemOrigin): number =>
      ranks.indexOf(result) * proofs.length + proofs.indexOf(proof);
    return new Map(
      [...this.#notes].map(([key, notes]) => [key, notes.toSorted((a, b) => rank(a) - rank(b))]),
    );
  }
}
