import { asJson } from '../base/as-json.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { listMappings, listUnits } from './units.ts';
import type { OpenVault } from './vault-context.ts';

/** A line of the criteria map, in words. */
export interface ShownMapping {
  readonly id: string;
  readonly item: string;
  readonly itemName: string;
  /** Id of the unit. */
  readonly unit: string;
  readonly unitReference: string;
  /** Reference of the criterion. */
  readonly criterion?: string;
  readonly at?: JsonObject;
}

/** Every mapping that stands, with the names of what it joins. */
export function listStatedMappings(vault: OpenVault): ShownMapping[] {
  const units = new Map(listUnits(vault).map(({ id, unit }) => [id, unit.reference]));
  return listMappings(vault).map(({ id, mapping }) => {
    const criterion =
      mapping.criterion === undefined
        ? undefined
        : vault.index.statements.find(mapping.criterion)?.record.reference;
    const at = asJson(mapping.at);
    return {
      id,
      item: mapping.item,
      itemName: vault.index.items.find(mapping.item)?.name ?? mapping.item,
      unit: mapping.unit,
      unitReference: units.get(mapping.unit) ?? mapping.unit,
      ...(typeof criterion === 'string' ? { criterion } : {}),
      ...(isJsonObject(at) ? { at } : {}),
    };
  });
}
