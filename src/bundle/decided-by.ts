import type { JsonObject, JsonValue } from '../base/json.ts';
import type { BundleModel, Place } from './bundle-model.ts';
import type { ItemFacts } from './item-facts.ts';
import { listOf, objectOf, textOf } from './readable-json.ts';

type Role = 'assessor' | 'iqa';

interface DecidedAbout {
  readonly item: ItemFacts;
  readonly place: Place;
  readonly mapping: JsonObject;
}

/** What a decision or a mark can be about. */
type Subject = 'item' | 'attempt' | 'assignment' | 'criterion' | 'unit';

/** Names, each with the place of the first record that gives it. */
type Names = Map<string, number>;

/**
 * Who assessed what, and who sampled it, as far as disclosed records name them. Every record is read once, so that an index of thousands of
 * rows looks each of them up instead of reading every decision again.
 */
export class DecidedBy {
  readonly #names = new Map<string, Names>();

  constructor(model: BundleModel) {
    for (const [place, each] of model.items.entries()) {
      const name = textOf(objectOf(each.record.by)?.name);
      if (name === undefined) continue;
      for (const [role, subject, id] of subjectsOf(each)) this.#add(keyOf(role, subject, id), name, place);
    }
  }

  /**
   * Names, in the order in which the bundle gives them: from decisions about the item, its attempt, its assignment, or the criterion or unit
   * it is mapped to; for assessors also from the grades and feedback of its attempt. Never filled in.
   */
  names(role: Role, { item, place, mapping }: DecidedAbout): string {
    const found: Names = new Map();
    const subjects: readonly (readonly [Subject, JsonValue | undefined])[] = [
      ['item', item.id],
      ['attempt', place.attempt],
      ['assignment', place.assignment],
      ['criterion', mapping.criterion],
      ['unit', mapping.unit],
    ];
    for (const [subject, id] of subjects) {
      const names = typeof id === 'string' ? this.#names.get(keyOf(role, subject, id)) : undefined;
      for (const [name, at] of names ?? []) found.set(name, Math.min(at, found.get(name) ?? at));
    }
    return [...found]
      .sort(([, a], [, b]) => a - b)
      .map(([name]) => name)
      .join('; ');
  }

  #add(key: string, name: string, place: number): void {
    const names = this.#names.get(key);
    if (names === undefined) this.#names.set(key, new Map([[name, place]]));
    else if (!names.has(name)) names.set(name, place);
  }
}

function keyOf(role: Role, subject: Subject, id: string): string {
  return `${role} ${subject} ${id}`;
}

function subjectsOf(each: ItemFacts): (readonly [Role, Subject, string])[] {
  if (each.kind === 'decision') {
    const role = textOf(objectOf(each.record.role)?.means);
    if (role !== 'assessor' && role !== 'iqa') return [];
    return decidedSubjects(each.record).map(([subject, id]) => [role, subject, id]);
  }
  if (each.kind !== 'grade' && each.kind !== 'feedback') return [];
  const attempt = textOf(each.record.attempt);
  return [
    ['assessor', 'item', each.id],
    ...(attempt === undefined ? [] : [['assessor', 'attempt', attempt] as const]),
  ];
}

/** The items that a decision names, and the narrowest of what else it names. */
function decidedSubjects(decision: JsonObject): (readonly [Subject, string])[] {
  const items = listOf(decision.items);
  const about = (['attempt', 'assignment', 'criterion'] as const).find(
    (name) => decision[name] !== undefined,
  );
  const narrowest = about ?? (items.length === 0 ? 'unit' : undefined);
  const id = narrowest === undefined ? undefined : textOf(decision[narrowest]);
  return [
    ...items.flatMap((item) => (typeof item === 'string' ? [['item', item] as const] : [])),
    ...(narrowest === undefined || id === undefined ? [] : [[narrowest, id] as const]),
  ];
}
