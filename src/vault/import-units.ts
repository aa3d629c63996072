import { encodeCanonicalJson } from '../base/canonical-json.ts';
import { newId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { checkUnitReference } from '../evidence/identifiers/unit-reference.ts';
import type { RecordKind } from '../evidence/record-kinds.ts';
import type { EntryOf } from '../ledger/kinds/entry-kinds.ts';
import { statementOf, warn, type Warning } from './statements.ts';
import { parseUnitCsv, type UnitLine } from './unit-csv.ts';
import { listCriteria, listUnits } from './units.ts';
import type { WritableVault } from './vault-context.ts';

export interface ImportedUnits {
  readonly units: number;
  readonly criteria: number;
  readonly warnings: readonly Warning[];
}

/**
 * Takes units and criteria from a CSV: all of them or, if anything in the table is not understood, none. What is known already is
 * added to, and what would not change is not stated again. Throws `input.csv-invalid`.
 */
export async function importUnits(vault: WritableVault, csv: Uint8Array): Promise<ImportedUnits> {
  const statements = new Statements(vault);
  const units = new Map<string, string>();
  const criteria = new Map<string, Map<string, string>>();
  const warnings: Warning[] = [];
  for (const { id, unit } of listUnits(vault)) units.set(normalised(unit.reference), id);
  const seen = new Set<string>();
  for (const { unit, criterion } of parseUnitCsv(csv)) {
    const id = units.get(normalised(unit.reference)) ?? newId('unit');
    if (!seen.has(id)) warnings.push(...warn({ reference: checkUnitReference(unit.reference) }));
    seen.add(id);
    units.set(normalised(unit.reference), id);
    statements.add(id, 'unit', unit);
    if (criterion === undefined) continue;
    const ofUnit = criteria.get(id) ?? knownCriteria(vault, id);
    criteria.set(id, ofUnit);
    const criterionId = ofUnit.get(criterion.reference) ?? newId('record');
    ofUnit.set(criterion.reference, criterionId);
    statements.add(criterionId, 'criterion', { unit: id, ...criterion });
  }
  await statements.record();
  return { units: seen.size, criteria: statements.count('criterion'), warnings };
}

function normalised(reference: UnitLine['unit']['reference']): string {
  return checkUnitReference(reference).normalised;
}

function knownCriteria(vault: WritableVault, unit: string): Map<string, string> {
  return new Map(listCriteria(vault, unit).map(({ id, criterion }) => [criterion.reference, id]));
}

/** Statements that are recorded together, each merged with what was stated under its id before. */
class Statements {
  readonly #vault: WritableVault;
  readonly #records = new Map<string, { readonly kind: RecordKind; readonly record: JsonObject }>();

  constructor(vault: WritableVault) {
    this.#vault = vault;
  }

  add(id: string, kind: RecordKind, record: object): void {
    const before = this.#records.get(id)?.record ?? this.#vault.index.statements.find(id)?.record;
    const { json } = statementOf(this.#vault, id, kind, { ...before, ...record });
    this.#records.set(id, { kind, record: json });
  }

  count(kind: RecordKind): number {
    return [...this.#records.values()].filter((each) => each.kind === kind).length;
  }

  async record(): Promise<void> {
    const entries: EntryOf<'record-stated'>[] = [];
    for (const [id, { kind, record }] of this.#records) {
      const before = this.#vault.index.statements.find(id)?.record;
      if (before !== undefined && encodeCanonicalJson(before) === encodeCanonicalJson(record)) continue;
      entries.push(statementOf(this.#vault, id, kind, record).entry);
    }
    if (entries.length > 0) await this.#vault.recorder.record(entries);
  }
}
