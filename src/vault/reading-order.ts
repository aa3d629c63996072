import type { ItemRow } from '../store/index/item-queries.ts';
import { listMappings, listUnits } from './units.ts';
import type { OpenVault } from './vault-context.ts';

/** Within an attempt, as a reader asks: what was to be done, what was handed in, what came back. */
const orderOfKinds = ['enrolment', 'assignment', 'attempt', 'submission', 'document', 'feedback', 'grade'];

/**
 * Items in the order in which a person reads evidence: unit by unit as the learner entered them, then what belongs to no unit; within that
 * by assignment, attempt and kind, then by time.
 */
export function inReadingOrder(vault: OpenVault, items: readonly ItemRow[]): ItemRow[] {
  const place = unitPlaces(vault);
  const names = new Map(items.map(({ id, name }) => [id, name]));
  const keyOf = (item: ItemRow): (number | string)[] => {
    const assignment = item.kind === 'assignment' ? item.id : (item.assignmentItem ?? '');
    const own = [item.id, item.attemptItem ?? '', assignment].flatMap((id) => place.get(id) ?? []);
    const kind = orderOfKinds.indexOf(item.kind);
    return [
      item.kind === 'enrolment' ? -1 : Math.min(...own, Number.MAX_SAFE_INTEGER),
      names.get(assignment) ?? '',
      assignment,
      item.attempt ?? 0,
      kind === -1 ? orderOfKinds.length : kind,
      item.capturedAt ?? item.firstAt,
      item.id,
    ];
  };
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  keyed.sort((a, b) => compareKeys(a.key, b.key));
  return keyed.map(({ item }) => item);
}

/** Position of its unit for every item that is mapped itself. */
function unitPlaces(vault: OpenVault): Map<string, number> {
  const units = new Map(listUnits(vault).map(({ id }, position) => [id, position]));
  const places = new Map<string, number>();
  for (const { mapping } of listMappings(vault)) {
    const position = units.get(mapping.unit) ?? Number.MAX_SAFE_INTEGER;
    places.set(mapping.item, Math.min(position, places.get(mapping.item) ?? Number.MAX_SAFE_INTEGER));
  }
  return places;
}

function compareKeys(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [at, left] of a.entries()) {
    const right = b[at] ?? '';
    if (left === right) continue;
    return left < right ? -1 : 1;
  }
  return 0;
}
