import type { JsonObject } from '../base/json.ts';
import type { BundleModel, Place } from './bundle-model.ts';
import type { ItemFacts } from './item-facts.ts';
import { listOf, objectOf, textOf } from './readable-json.ts';

interface DecidedAbout {
  readonly item: ItemFacts;
  readonly place: Place;
  readonly mapping: JsonObject;
}

/**
 * Names of those who assessed an item or sampled it, as far as disclosed records name them: from decisions about it, its attempt, its
 * assignment, or the criterion or unit it is mapped to; for assessors also from the grades and feedback of its attempt. Never filled in.
 */
export function decidedBy(model: BundleModel, role: 'assessor' | 'iqa', about: DecidedAbout): string {
  const names = model.items.flatMap((each) => {
    const name = textOf(objectOf(each.record.by)?.name);
    if (name === undefined) return [];
    const counts =
      each.kind === 'decision'
        ? textOf(objectOf(each.record.role)?.means) === role && isAbout(each.record, about)
        : role === 'assessor' && isMarking(each, about);
    return counts ? [name] : [];
  });
  return [...new Set(names)].join('; ');
}

function isAbout(decision: JsonObject, { item, place, mapping }: DecidedAbout): boolean {
  const { criterion, unit, attempt, assignment } = decision;
  const items = listOf(decision.items);
  if (items.includes(item.id)) return true;
  if (attempt !== undefined) return attempt === place.attempt;
  if (assignment !== undefined) return assignment === place.assignment;
  if (criterion !== undefined) return criterion === mapping.criterion;
  return items.length === 0 && unit !== undefined && unit === mapping.unit;
}

function isMarking(each: ItemFacts, { item, place }: DecidedAbout): boolean {
  if (each.kind !== 'grade' && each.kind !== 'feedback') return false;
  return (
    each.id === item.id || (place.attempt !== undefined && textOf(each.record.attempt) === place.attempt)
  );
}
