import { encodeHex } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { BundleEntry, BundleInput } from '../../../src/bundle/bundle-input.ts';
import { disclosesByDefault } from '../../../src/bundle/default-disclosure.ts';
import { chainFields, isChainField, type ClosedChain } from '../../../src/ledger/kinds/closing-entry.ts';
import { at, SmallVault, type SmallLog } from './small-vault.ts';

/** A vault of which the attempts are chained as they are captured, and counted at the end. */
export class CountedVault {
  readonly vault: SmallVault;
  readonly #chains = new Map<string, ClosedChain>();

  constructor(seed = 1) {
    this.vault = new SmallVault(seed);
  }

  get log(): SmallLog {
    return this.vault.log;
  }

  get chains(): ClosedChain[] {
    return [...this.#chains.values()];
  }

  assignment(name: string): void {
    this.vault.capture({
      item: `i-${name}`,
      kind: 'assignment',
      name: `Assignment ${name}`,
      record: { title: name },
    });
  }

  /** The next attempt at an assignment; `place` says otherwise than the chain has it. */
  attempt(assignment: string, place: JsonObject = {}, item?: string): string {
    const chain = this.#chains.get(assignment);
    const count = (chain?.count ?? 0) + 1;
    const [end] = chain?.ends ?? [];
    const id = item ?? `i-${assignment}-attempt-${count}`;
    const index = this.log.append({
      kind: 'item-captured',
      at,
      item: id,
      source: 's-0000000001',
      key: `key of ${id}`,
      name: `${assignment}, attempt ${count}`,
      'record-kind': 'attempt',
      version: 1,
      provenance: {
        method: 'web-service',
        received: at,
        app: 'evidence-vault/0.1.0',
        timeZone: 'Europe/London',
      },
      chain: {
        chain: `chain of ${assignment}`,
        number: count,
        sequence: count,
        previous: end?.leaf ?? null,
        ...place,
      },
      'record.assignment': `i-${assignment}`,
    });
    const leaf = encodeHex(this.log.entries[index]?.leafHash ?? new Uint8Array());
    this.#chains.set(assignment, {
      chain: `chain of ${assignment}`,
      assignment: `i-${assignment}`,
      count,
      ends: [{ log: this.log.id, sequence: count, leaf }],
    });
    return id;
  }

  close(chains: readonly ClosedChain[] = this.chains, more: JsonObject = {}): void {
    this.log.append({ kind: 'history-closed', at, ...chainFields(chains), ...more });
  }

  /**
   * A bundle's input that leaves out some items, and opens the counts of the assignments named.
   * @param opens all by default
   */
  input(hide: readonly string[] = [], opens?: readonly string[]): BundleInput {
    const whole = this.vault.input();
    return {
      ...whole,
      entries: whole.entries
        .filter(({ index }) => !hide.includes(textAt(this.log, index, 'item')))
        .map((entry) => this.#opening(entry, opens)),
    };
  }

  #opening(entry: BundleEntry, opens: readonly string[] | undefined): BundleEntry {
    const fields = this.log.fields[entry.index] ?? {};
    if (fields.kind !== 'history-closed') return entry;
    const isOpen = (name: string) =>
      opens === undefined || opens.some((each) => JSON.stringify(fields[name]).includes(`"i-${each}"`));
    return {
      ...entry,
      discloses: (name) => (isChainField(name) ? isOpen(name) : disclosesByDefault(fields)(name)),
    };
  }
}

function textAt(log: SmallLog, index: number, name: string): string {
  const value = log.fields[index]?.[name];
  return typeof value === 'string' ? value : '';
}
