import { asJson } from '../base/as-json.ts';
import { isoTime } from '../base/clock.ts';
import { VaultError } from '../base/errors.ts';
import { newId } from '../base/ids.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { checkQan } from '../evidence/identifiers/qan.ts';
import type { IdentifierCheck } from '../evidence/identifiers/identifier-check.ts';
import { checkRecognitionNumber } from '../evidence/identifiers/recognition-number.ts';
import { checkUkprn } from '../evidence/identifiers/ukprn.ts';
import { checkUln } from '../evidence/identifiers/uln.ts';
import { checkUnitReference } from '../evidence/identifiers/unit-reference.ts';
import { parseKnownRecord } from '../evidence/parse-record.ts';
import type { RecordKind } from '../evidence/record-kinds.ts';
import type { Enrolment } from '../evidence/records/enrolment.ts';
import type { EntryOf } from '../ledger/kinds/entry-kinds.ts';
import type { Place } from '../evidence/records/mapping.ts';
import type { Unit } from '../evidence/records/unit.ts';
import { daySaid } from '../evidence/values/times.ts';
import { getItem } from './resolve-item.ts';
import { findUnit, getUnit, listCriteria, listMappings, type StatedUnit } from './units.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

/** A doubt about an identifier: shown, never in the way. */
export interface Warning {
  readonly field: string;
  readonly code: string;
  readonly sentence: string;
}

export interface Stated {
  readonly id: string;
  readonly record: JsonObject;
  readonly warnings: readonly Warning[];
}

/** States a record: the same id again replaces it for reading, and the history keeps both. */
async function stateRecord(
  vault: WritableVault,
  id: string,
  kind: RecordKind,
  record: unknown,
): Promise<JsonObject> {
  const { json, entry } = statementOf(vault, id, kind, record);
  await vault.recorder.record([entry]);
  return json;
}

/** The entry that states a record, for statements that are recorded together. Throws `input.record-invalid`. */
export function statementOf(
  vault: WritableVault,
  id: string,
  kind: RecordKind,
  record: unknown,
): { readonly json: JsonObject; readonly entry: EntryOf<'record-stated'> } {
  const json = asJson(parseKnownRecord(kind, record));
  if (!isJsonObject(json)) throw new VaultError('input.record-invalid', { kind });
  return {
    json,
    entry: { kind: 'record-stated', at: isoTime(vault.clock), id, 'record-kind': kind, record: { ...json } },
  };
}

/** Takes a statement back. Throws `input.not-found`. */
export async function withdrawRecord(vault: WritableVault, id: string): Promise<void> {
  if (vault.index.statements.find(id) === undefined)
    throw new VaultError('input.not-found', { what: 'statement' });
  await vault.recorder.record([{ kind: 'record-withdrawn', at: isoTime(vault.clock), id }]);
}

/** Adds to or replaces parts of the profile; an empty text takes a part away. */
export async function setProfile(
  vault: WritableVault,
  changes: Readonly<Record<string, string>>,
): Promise<Stated> {
  const [before] = vault.index.statements.list('profile');
  const merged: Record<string, unknown> = { ...before?.record };
  for (const [field, value] of Object.entries(changes)) {
    if (value === '') Reflect.deleteProperty(merged, field);
    else merged[field] = field === 'dateOfBirth' ? daySaid(value) : value;
  }
  const id = before?.id ?? newId('record');
  const record = await stateRecord(vault, id, 'profile', merged);
  const uln = typeof record.uln === 'string' ? record.uln : undefined;
  return { id, record, warnings: warn({ uln: uln === undefined ? undefined : checkUln(uln) }) };
}

/** Adds an enrolment, or states the one with this id anew. Throws `input.not-found` for an id that is no enrolment's. */
export async function setEnrolment(
  vault: WritableVault,
  enrolment: Enrolment,
  known?: string,
): Promise<Stated> {
  const before = vault.index.statements.list('enrolment').find(({ id }) => id === known);
  if (known !== undefined && before === undefined)
    throw new VaultError('input.not-found', { what: 'enrolment' });
  const id = known ?? newId('enrolment');
  const record = await stateRecord(vault, id, 'enrolment', {
    ...beyondWhatIsSaid(before?.record),
    ...enrolment,
  });
  const { provider, awardingOrganisation, qualification } = enrolment;
  const warnings = warn({
    ukprn: provider?.ukprn === undefined ? undefined : checkUkprn(provider.ukprn),
    recognitionNumber:
      awardingOrganisation?.recognitionNumber === undefined
        ? undefined
        : checkRecognitionNumber(awardingOrganisation.recognitionNumber),
    qan: qualification?.qan === undefined ? undefined : checkQan(qualification.qan),
  });
  return { id, record, warnings };
}

/** Properties of an enrolment that a person enters: what they leave out is taken away; others stay. */
const saidOfEnrolments: ReadonlySet<string> = new Set<keyof Enrolment>([
  'provider',
  'programme',
  'awardingOrganisation',
  'qualification',
  'standard',
  'endPointAssessor',
  'registration',
  'start',
  'expectedEnd',
]);

function beyondWhatIsSaid(record: JsonObject = {}): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !saidOfEnrolments.has(name)));
}

/** Adds a unit, or adds to the one with the same reference. */
export async function addUnit(vault: WritableVault, unit: Unit): Promise<Stated> {
  const known = findUnit(vault, unit.reference);
  const id = known?.id ?? newId('unit');
  const record = await stateRecord(vault, id, 'unit', { ...known?.unit, ...unit });
  return { id, record, warnings: warn({ reference: checkUnitReference(unit.reference) }) };
}

/** Adds a criterion to a unit, or words to the one with the same reference. Throws `input.not-found` for an unknown unit. */
export async function addCriterion(
  vault: WritableVault,
  unitText: string,
  criterion: { readonly reference: string; readonly text?: string },
): Promise<Stated> {
  const unit = getUnit(vault, unitText);
  const known = listCriteria(vault, unit.id).find(
    (each) => each.criterion.reference === criterion.reference.trim(),
  );
  const id = known?.id ?? newId('record');
  const record = await stateRecord(vault, id, 'criterion', {
    ...known?.criterion,
    ...criterion,
    reference: criterion.reference.trim(),
    unit: unit.id,
  });
  return { id, record, warnings: [] };
}

/**
 * Maps an item (or a whole assignment) to a unit or to one of its criteria. A criterion that is not known yet is made; a unit is not,
 * since it is more likely to be misspelt.
 * @param target `UNIT` or `UNIT/CRITERION`; both may hold slashes themselves
 * Throws `input.not-found`, `input.ambiguous`.
 */
export async function mapItem(
  vault: WritableVault,
  itemText: string,
  target: string,
  at?: Place,
): Promise<Stated> {
  const item = getItem(vault, itemText);
  const { unit, criterion } = await resolveTarget(vault, target);
  const same = listMappings(vault).find(
    ({ mapping }) => mapping.item === item.id && mapping.unit === unit && mapping.criterion === criterion,
  );
  const id = same?.id ?? newId('mapping');
  const record = await stateRecord(vault, id, 'mapping', {
    item: item.id,
    unit,
    by: 'learner',
    ...(criterion === undefined ? {} : { criterion }),
    ...(at === undefined ? {} : { at }),
  });
  return { id, record, warnings: [] };
}

async function resolveTarget(
  vault: WritableVault,
  target: string,
): Promise<{ unit: string; criterion?: string }> {
  const whole = findUnit(vault, target);
  if (whole !== undefined) return { unit: whole.id };
  const { unit, reference } = splitTarget(vault, target);
  const known = listCriteria(vault, unit.id).find(({ criterion }) => criterion.reference === reference);
  if (known !== undefined) return { unit: unit.id, criterion: known.id };
  const criterion = newId('record');
  await stateRecord(vault, criterion, 'criterion', { unit: unit.id, reference });
  return { unit: unit.id, criterion };
}

/** The longest beginning, up to a slash, that is a known unit, and the criterion behind it. */
function splitTarget(vault: OpenVault, target: string): { unit: StatedUnit; reference: string } {
  for (let slash = target.lastIndexOf('/'); slash > 0; slash = target.lastIndexOf('/', slash - 1)) {
    const unit = findUnit(vault, target.slice(0, slash));
    const reference = target.slice(slash + 1).trim();
    if (unit !== undefined && reference !== '') return { unit, reference };
  }
  throw new VaultError('input.not-found', { what: 'unit' });
}

/** Keeps the learner's own words about an item; a second note is kept beside the first. */
export async function addNote(vault: WritableVault, itemText: string, text: string): Promise<Stated> {
  const item = getItem(vault, itemText);
  const id = newId('note');
  const record = await stateRecord(vault, id, 'note', { item: item.id, text });
  return { id, record, warnings: [] };
}

/** Doubts about identifiers, by field. */
export function warn(checks: Readonly<Record<string, IdentifierCheck | undefined>>): Warning[] {
  return Object.entries(checks).flatMap(([field, check]) =>
    check?.warning === undefined
      ? []
      : [{ field, code: check.warning.code, sentence: check.warning.sentence }],
  );
}
