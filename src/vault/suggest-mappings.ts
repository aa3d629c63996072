import type { JsonObject } from '../base/json.ts';
import { sameUnitReference } from '../evidence/identifiers/unit-reference.ts';
import { parseRecord } from '../evidence/parse-record.ts';
import type { Unit } from '../evidence/records/unit.ts';
import type { ItemRow } from '../store/index/item-queries.ts';
import { listMappings, listUnits, type StatedUnit } from './units.ts';
import type { OpenVault } from './vault-context.ts';

/** An assignment or a credential that seems to belong to a unit. It counts for nothing until the learner says so. */
interface SuggestedMapping {
  readonly item: string;
  readonly itemName: string;
  readonly unit: string;
  readonly unitReference: string;
  readonly unitTitle: string;
}

export interface Suggestions {
  readonly suggestions: readonly SuggestedMapping[];
  /** Assignments that belong to no unit yet, with those for which nothing is suggested. */
  readonly unmapped: readonly { readonly item: string; readonly itemName: string }[];
}

/**
 * Which assignments seem to belong to which units, judged by names alone: see `fit`. Where two units fit equally well, none is
 * suggested. A credential belongs to the unit whose reference it names as what its achievement stands for.
 */
export function suggestMappings(vault: OpenVault): Suggestions {
  const units = listUnits(vault);
  const mapped = new Set(listMappings(vault).map(({ mapping }) => mapping.item));
  const unmapped = vault.index.items
    .list({ kind: 'assignment' })
    .filter(({ id, gone }) => !mapped.has(id) && gone === undefined);
  const courses = courseTitles(vault);
  return {
    suggestions: [
      ...unmapped.flatMap((assignment) =>
        suggested(assignment, bestUnit(assignment, courses.get(assignment.id) ?? '', units)),
      ),
      ...vault.index.items
        .list({ kind: 'credential' })
        .filter(({ id, gone, versions }) => !mapped.has(id) && gone === undefined && versions > 0)
        .flatMap((credential) =>
          suggested(
            credential,
            unitOfCredential(vault.index.items.versions(credential.id).at(-1)?.record, units),
          ),
        ),
    ],
    unmapped: unmapped.map(({ id, name }) => ({ item: id, itemName: name })),
  };
}

function suggested(item: ItemRow, found: StatedUnit | undefined): SuggestedMapping[] {
  if (found === undefined) return [];
  const { reference, title = '' } = found.unit;
  return [{ item: item.id, itemName: item.name, unit: found.id, unitReference: reference, unitTitle: title }];
}

/** The one unit whose reference is the code of an alignment (Open Badges 3.0 section B.1.6, `targetCode`); none if there are several. */
function unitOfCredential(
  record: JsonObject | undefined,
  units: readonly StatedUnit[],
): StatedUnit | undefined {
  const parsed = record === undefined ? undefined : parseRecord('credential', record);
  if (parsed?.known !== true || parsed.kind !== 'credential') return undefined;
  const codes = parsed.record.achievements.flatMap(({ code, alignments }) => [
    ...(code === undefined ? [] : [code]),
    ...alignments.flatMap((alignment) => alignment.code ?? []),
  ]);
  const fitting = units.filter(({ unit }) => codes.some((code) => sameUnitReference(code, unit.reference)));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function courseTitles(vault: OpenVault): ReadonlyMap<string, string> {
  return new Map(vault.index.items.courseTitles().map(({ item, title }) => [item, title]));
}

function bestUnit(assignment: ItemRow, course: string, units: readonly StatedUnit[]): StatedUnit | undefined {
  const ranked = units
    .map((stated) => ({ stated, fit: fit(stated.unit, assignment.name, course) }))
    .filter((each) => each.fit > 0)
    .sort((a, b) => b.fit - a.fit);
  const [best, second] = ranked;
  return best === undefined || best.fit === second?.fit ? undefined : best.stated;
}

/**
 * How well an assignment's name, or failing that its course's, fits a unit; 0 for not at all. From the surest sign to the weakest: the unit's
 * reference stands in the name (`A/502/0812`, `A5020812`); its number does (`Unit 3` or `U3`, where reference or title give it
 * one); every longer word of its title does. The assignment's own name counts for more than the course's.
 */
export function fit(unit: Unit, name: string, course: string): number {
  const own = fitOfText(unit, name);
  return own > 0 ? own * 2 : Math.max(0, fitOfText(unit, course) * 2 - 1);
}

function fitOfText(unit: Unit, text: string): number {
  if (text === '') return 0;
  if (holdsReference(unit.reference, text)) return 3;
  const number = unitNumber(unit.reference) ?? unitNumber(unit.title ?? '');
  if (number !== undefined && numbersIn(text).includes(number)) return 2;
  return holdsTitle(unit.title ?? '', text) ? 1 : 0;
}

/** A run of letters, digits and slashes of the text that is the reference, or its words run together. */
function holdsReference(reference: string, text: string): boolean {
  // A bare number says too little: `3` stands in many names.
  if (!/[a-z]/iu.test(reference) || !/\d/u.test(reference) || unitNumber(reference) !== undefined)
    return false;
  return (text.match(/[\p{L}\p{N}/]+/gu) ?? []).some((word) => sameUnitReference(word, reference));
}

/** The number of `Unit 3`, `U3`, `unit 03`, or of a text that is nothing but a number of up to three digits. */
function unitNumber(text: string): number | undefined {
  const [only] = numbersIn(text);
  if (only !== undefined) return only;
  return /^\s*\d{1,3}\s*$/u.test(text) ? Number(text) : undefined;
}

function numbersIn(text: string): number[] {
  return Array.from(text.matchAll(/\b(?:unit|u)[\s.:_-]*0*(\d{1,3})\b/giu), ([, digits]) => Number(digits));
}

/** Words of at least four letters, without those that any title may hold. */
function longWords(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return words.filter((word) => !['unit', 'with', 'from', 'into', 'their', 'your', 'level'].includes(word));
}

function holdsTitle(title: string, text: string): boolean {
  const wanted = longWords(title.replace(/\b(?:unit|u)[\s.:_-]*\d{1,3}\b/giu, ''));
  if (wanted.length === 0) return false;
  const held = new Set(longWords(text));
  return wanted.every((word) => held.has(word));
}
