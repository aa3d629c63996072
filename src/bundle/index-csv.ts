import { utf8 } from '../base/bytes.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { titleOfKind } from '../evidence/record-kinds.ts';
import type { BundleDocument } from './bundle-document.ts';
import type { BundleModel, Place } from './bundle-model.ts';
import { csvLine } from './csv-line.ts';
import { decidedBy } from './decided-by.ts';
import type { ItemFacts } from './item-facts.ts';
import { folders } from './layout.ts';
import { PageContext } from './page/page-context.ts';
import { objectOf, textOf } from './readable-json.ts';

const columns = [
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
];

/** What only gathers other items; listed where a mapping names it. */
const gathering: ReadonlySet<string> = new Set(['assignment', 'attempt', 'submission']);

/**
 * `data/index.csv`: the evidence index as awarding organisations lay it out, one row for each item and criterion that it is mapped to.
 * A pure function of what the bundle discloses; what is not known stays empty. RFC 4180, UTF-8 with a byte order mark, as spreadsheets want it.
 */
export function renderIndexCsv(input: {
  readonly document: BundleDocument;
  readonly model: BundleModel;
}): Uint8Array {
  const context = new PageContext(input);
  const { model } = input;
  const mappings = model.statementsOf('mapping').map(({ record }) => record);
  const mapped = new Set(mappings.flatMap(({ item }) => textOf(item) ?? []));
  const lines = [csvLine(columns)];
  let number = 0;
  for (const versions of context.itemsInOrder) {
    const latest = versions.at(-1);
    if (latest === undefined || (gathering.has(latest.kind) && !mapped.has(latest.id))) continue;
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
      for (const mapping of mappingsOf(place, mappings)) {
        const about = { place, mapping, item };
        lines.push(
          csvLine([
            ...headOf(model, mapping),
            ...fixed,
            decidedBy(model, 'assessor', about),
            decidedBy(model, 'iqa', about),
            dayOf(item),
          ]),
        );
      }
    }
  }
  return utf8(`\uFEFF${lines.join('')}`);
}

/** The mappings of an item and of what it belongs to; one that says nothing where there is none. */
function mappingsOf(place: Place, mappings: readonly JsonObject[]): readonly JsonObject[] {
  const found = mappings.filter(({ item }) => place.near.includes(textOf(item) ?? ''));
  return found.length === 0 ? [{}] : found;
}

/** Learner, registration, qualification, unit and criterion. */
function headOf(model: BundleModel, mapping: JsonObject): string[] {
  const [profile = {}] = model.statementsOf('profile').map(({ record }) => record);
  const unit = model.findRecord(textOf(mapping.unit));
  const all = model.statementsOf('enrolment');
  const own = all.filter(({ id }) => id === textOf(unit?.enrolment));
  const enrolments = (own.length > 0 ? own : all).map(({ record }) => record);
  const unitName = [unit?.reference, unit?.title].flatMap((part) => textOf(part) ?? []);
  return [
    textOf(profile.name) ?? textOf(profile.candidateNumber) ?? '',
    joined([profile.registration, ...enrolments.map(({ registration }) => registration)]),
    joined(enrolments.map(({ qualification }) => objectOf(qualification)?.title)),
    unitName.join(' '),
    textOf(model.findRecord(textOf(mapping.criterion))?.reference) ?? '',
  ];
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
