import type { JsonObject } from '../base/json.ts';
import { listCriteria, listUnits } from './units.ts';
import type { OpenVault } from './vault-context.ts';

/** Who the learner is, as they said; empty if they did not. */
export function getProfile(vault: OpenVault): JsonObject {
  return vault.index.statements.list('profile')[0]?.record ?? {};
}

export interface UnitWithCriteria {
  readonly id: string;
  readonly reference: string;
  readonly title?: string;
  readonly level?: string;
  readonly credit?: number;
  readonly glh?: number;
  readonly criteria: readonly { readonly id: string; readonly reference: string; readonly text?: string }[];
}

/** The units that the learner entered, each with its criteria, in the order of entering. */
export function listUnitsWithCriteria(vault: OpenVault): UnitWithCriteria[] {
  return listUnits(vault).map(({ id, unit }) => {
    const { reference, title, level, credit, glh } = unit;
    return {
      id,
      reference,
      ...(title === undefined ? {} : { title }),
      ...(level === undefined ? {} : { level }),
      ...(credit === undefined ? {} : { credit }),
      ...(glh === undefined ? {} : { glh }),
      criteria: listCriteria(vault, id).map(({ id: criterionId, criterion }) => ({
        id: criterionId,
        reference: criterion.reference,
        ...(criterion.text === undefined ? {} : { text: criterion.text }),
      })),
    };
  });
}
