import type { ErrorCode } from '../../base/error-codes.ts';
import { isErrorCode } from '../../base/error-codes.ts';
import type { LedgerFinding } from '../ledger-files/ledger-finding.ts';
import type { BlobProblem } from './blob-presence.ts';
import type { Damage, ItemFinder, Notice } from './check-result.ts';

/** What opening a vault noticed. */
export interface EarlierFinding {
  readonly code: string;
  /** File inside the vault, with forward slashes. */
  readonly file?: string;
  readonly mended: boolean;
}

/** Entries of which items are looked up one by one; damage beyond is told without its last items. */
const mostEntries = 200_000;

/** Damage and notices of one check, each once, with the items that they touch. */
export class DamageList {
  readonly #items: ItemFinder;
  readonly #damaged = new Map<string, Damage>();
  readonly #notices = new Map<string, Notice>();

  constructor(items: ItemFinder) {
    this.#items = items;
  }

  get damaged(): readonly Damage[] {
    return [...this.#damaged.values()];
  }

  get notices(): readonly Notice[] {
    return [...this.#notices.values()];
  }

  add(code: ErrorCode, file: string | undefined, items: readonly string[] = [], mended = false): void {
    const key = `${code} ${file ?? ''}`;
    const known = this.#damaged.get(key);
    const all = known === undefined ? items : [...known.items, ...items];
    this.#damaged.set(key, {
      code,
      ...(file === undefined ? {} : { file }),
      items: [...new Set(all)].sort(),
      mended: mended || known?.mended === true,
    });
  }

  addNotice(code: Notice['code'], file?: string): void {
    this.#notices.set(`${code} ${file ?? ''}`, { code, ...(file === undefined ? {} : { file }) });
  }

  addFinding({ code, file, mended }: EarlierFinding): void {
    if (isErrorCode(code)) this.add(code, file, [], mended);
  }

  addLedger({ code, log, file, entries, mended }: LedgerFinding): void {
    const items: string[] = [];
    if (entries !== undefined) {
      const to = Math.min(entries.to, entries.from + mostEntries);
      for (let index = entries.from; index < to; index += 1)
        items.push(...this.#items.itemsOfEntry(log, index));
    }
    this.add(code, file, items, mended);
  }

  /** @param name SHA-256 of the sealed file */
  addBlob(code: BlobProblem, name: string, file: string): void {
    this.add(code, file, this.#items.itemsOfFile(name));
  }
}
