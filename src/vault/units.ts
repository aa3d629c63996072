import { VaultError } from '../base/errors.ts';
import { sameUnitReference } from '../evidence/identifiers/unit-reference.ts';
import { parseRecord } from '../evidence/parse-record.ts';
import type { Criterion } from '../evidence/records/criterion.ts';
import type { Mapping } from '../evidence/records/mapping.ts';
import type { Unit } from '../evidence/records/unit.ts';
import type { OpenVault } from './vault-context.ts';

export interface StatedUnit {
  readonly id: string;
  readonly unit: Unit;
}
export interface StatedCriterion {
  readonly id: string;
  readonly criterion: Criterion;
}
export interface StatedMapping {
  readonly id: string;
  readonly mapping: Mapping;
}

/** The units that the learner entered, in the order of entering. Those of a later version's shape are left out here. */
export function listUnits(vault: OpenVault): StatedUnit[] {
  return vault.index.statements.list('unit').flatMap(({ id, record }) => {
    const parsed = parseRecord('unit', record);
    return parsed.known && parsed.kind === 'unit' ? [{ id, unit: parsed.record }] : [];
  });
}

/** The criteria of a unit. */
export function listCriteria(vault: OpenVault, unit: string): StatedCriterion[] {
  return vault.index.statements.list('criterion').flatMap(({ id, record }) => {
    const parsed = parseRecord('criterion', record);
    return parsed.known && parsed.kind === 'criterion' && parsed.record.unit === unit
      ? [{ id, criterion: parsed.record }]
      : [];
  });
}

/** Every mapping that stands; suggestions that the learner has not confirmed are left out. */
export function listMappings(vault: OpenVault): StatedMapping[] {
  return vault.index.statements.list('mapping').flatMap(({ id, record }) => {
    const parsed = parseRecord('mapping', record);
    return parsed.known && parsed.kind === 'mapping' && parsed.record.by !== 'suggested'
      ? [{ id, mapping: parsed.record }]
      : [];
  });
}

/** The unit that a person means: its reference (compared normalised) or its id. */
export function findUnit(vault: OpenVault, text: string): StatedUnit | undefined {
  return listUnits(vault).find(({ id, unit }) => id === text || sameUnitReference(unit.reference, text));
}

/** As `findUnit`; throws `input.not-found`. */
export function getUnit(vault: OpenVault, text: string): StatedUnit {
  const found = findUnit(vault, text);
  if (found === undefined) throw new VaultError('input.not-found', { what: 'unit' });
  return found;
}

/** Ids of the items, attempts and assignments that are mapped to a unit; what belongs to them belongs to it too. */
export function mappedTo(vault: OpenVault, unit: string): string[] {
  return listMappings(vault).flatMap(({ mapping }) => (mapping.unit === unit ? [mapping.item] : []));
}
