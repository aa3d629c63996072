import type { JsonObject, JsonValue } from '../base/json.ts';
import { titleOfKind } from '../evidence/record-kinds.ts';
import type { BundleModel, Place } from './bundle-model.ts';
import { DecidedBy } from './decided-by.ts';
import type { ItemFacts } from './item-facts.ts';
import { folders } from './layout.ts';
import { PageContext, type PageInput } from './page/page-context.ts';
import { objectOf, textOf } from './readable-json.ts';

/** The columns of an evidence index as awarding organisations lay it out. */
export const indexColumns = [
  'Learner',
  'Registration',
  'Qualification',
  'Unit',
  'Criterion',
  'Evidence number',
  'Title',
  'Type',
  'Location',
  'Assessor',
  'IQA',
  'Date',
] as const;

/** What only gathers other items; listed where a mapping names it. */
const gathering: ReadonlySet<string> = new Set(['assignment', 'attempt', 'submission']);

/** The same bundle's listing, and its PDF, both ask. */
const made = new WeakMap<PageInput, readonly (readonly string[])[]>();

/**
 * The evidence index: one row for each item and criterion that it is mapped to, its cells in the order of the columns. A pure function of
 * what the bundle discloses; what is not known stays empty.
 */
export function indexRows(input: PageInput): readonly (readonly string[])[] {
  const known = made.get(input);
  if (known !== undefined) return known;
  const rows = makeRows(input);
  made.set(input, rows);
  return rows;
}

function makeRows(input: PageInput): string[][] {
  const context = new PageContext(input);
  const { model } = input;
  const mappings = new Mappings(model);
  const heads = new Heads(model);
  const decided = new DecidedBy(model);
  const rows: string[][] = [];
  let number = 0;
  for (const versions of context.itemsInOrder) {
    const latest = versions.at(-1);
    if (latest === undefined || (gathering.has(latest.kind) && !mappings.has(latest.id))) continue;
    number += 1;
    for (const item of versions) {
      const row = context.rowOf(item);
      // An earlier version without a file adds nothing that could be looked at.
      if (row === undefined || (item !== latest && row.file === undefined)) continue;
      const place = model.placeOf(item);
      const fixed = [
        item === latest ? `${number}` : `${number}.${item.version}`,
        item.name ?? '',
        item.kind === 'document' ? (textOf(item.record.role) ?? 'file') : titleOfKind(item.kind),
        (row.file?.path ?? row.record).slice(folders.payload.length),
      ];
      for (const mapping of mappings.of(place)) {
        const about = { place, mapping, item };
        rows.push([
          ...heads.of(mapping),
          ...fixed,
          decided.names('assessor', about),
          decided.names('iqa', about),
          dayOf(item),
        ]);
      }
    }
  }
  return rows;
}

/** What is mapped to units and criteria, by item. */
class Mappings {
  readonly #byItem = new Map<string, { readonly place: number; readonly record: JsonObject }[]>();

  constructor(model: BundleModel) {
    for (const [place, { record }] of model.statementsOf('mapping').entries()) {
      const item = textOf(record.item);
      const known = item === undefined ? undefined : this.#byItem.get(item);
      if (known !== undefined) known.push({ place, record });
      else if (item !== undefined) this.#byItem.set(item, [{ place, record }]);
    }
  }

  has(item: string): boolean {
    return this.#byItem.has(item);
  }

  /** Of an item and of what it belongs to, in the order of the bundle; one that says nothing where there is none. */
  of({ near }: Place): readonly JsonObject[] {
    const found = [...new Set(near)].flatMap((id) => this.#byItem.get(id) ?? []);
    if (found.length === 0) return [{}];
    return found.sort((a, b) => a.place - b.place).map(({ record }) => record);
  }
}

/** Learner, registration, qualification, unit and criterion of a mapping; worked out once for each unit. */
class Heads {
  readonly #model: BundleModel;
  readonly #profile: JsonObject;
  readonly #enrolments: ReadonlyMap<string, JsonObject>;
  readonly #byUnit = new Map<string | undefined, readonly string[]>();

  constructor(model: BundleModel) {
    this.#model = model;
    this.#profile = model.statementsOf('profile')[0]?.record ?? {};
    this.#enrolments = new Map(model.statementsOf('enrolment').map(({ id, record }) => [id, record]));
  }

  of(mapping: JsonObject): string[] {
    const unit = textOf(mapping.unit);
    const known = this.#byUnit.get(unit) ?? this.#ofUnit(unit);
    this.#byUnit.set(unit, known);
    return [...known, textOf(this.#model.findRecord(textOf(mapping.criterion))?.reference) ?? ''];
  }

  #ofUnit(id: string | undefined): string[] {
    const unit = this.#model.findRecord(id);
    const own = this.#enrolments.get(textOf(unit?.enrolment) ?? '');
    const enrolments = own === undefined ? [...this.#enrolments.values()] : [own];
    const profile = this.#profile;
    return [
      textOf(profile.name) ?? textOf(profile.candidateNumber) ?? '',
      joined([profile.registration, ...enrolments.map(({ registration }) => registration)]),
      joined(enrolments.map(({ qualification }) => objectOf(qualification)?.title)),
      [unit?.reference, unit?.title].flatMap((part) => textOf(part) ?? []).join(' '),
    ];
  }
}

function joined(values: readonly (JsonValue | undefined)[]): string {
  return [...new Set(values.flatMap((value) => textOf(value) ?? []))].join('; ');
}

/** The day that the record itself gives, else the day on which the vault kept it: `2026-11-21`. */
function dayOf(item: ItemFacts): string {
  const { on, submitted, gradedAt, gradedOn, sent, modified, created } = item.record;
  const said = [on, submitted, gradedAt, gradedOn, sent, modified, created]
    .map((value) => textOf(objectOf(value)?.means) ?? textOf(value))
    .find((text) => text !== undefined && /^\d{4}-\d\d-\d\d/.test(text));
  return (said ?? item.at ?? '').slice(0, 'yyyy-mm-dd'.length);
}
