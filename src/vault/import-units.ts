import { newId } from '../base/ids.ts';
import { addUnit, stateRecord, type Warning } from './statements.ts';
import { parseUnitCsv } from './unit-csv.ts';
import { listCriteria } from './units.ts';
import type { WritableVault } from './vault-context.ts';

export interface ImportedUnits {
  readonly units: number;
  readonly criteria: number;
  readonly warnings: readonly Warning[];
}

/** Takes units and criteria from a CSV; the whole table is understood before anything is recorded. Throws `input.csv-invalid`. */
export async function importUnits(vault: WritableVault, csv: Uint8Array): Promise<ImportedUnits> {
  const lines = parseUnitCsv(csv);
  const units = new Set<string>();
  const warnings: Warning[] = [];
  let criteria = 0;
  for (const { unit, criterion } of lines) {
    const stated = await addUnit(vault, unit);
    if (!units.has(stated.id)) warnings.push(...stated.warnings);
    units.add(stated.id);
    if (criterion === undefined) continue;
    const known = listCriteria(vault, stated.id).find(
      (row) => row.criterion.reference === criterion.reference,
    );
    await stateRecord(vault, known?.id ?? newId('record'), 'criterion', { unit: stated.id, ...criterion });
    criteria += 1;
  }
  return { units: units.size, criteria, warnings };
}
