import type { z } from 'zod';

import { VaultError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import { findJsonProblem, hasUnsafeName, isJsonRecord } from './json-record.ts';
import { isRecordKind, recordKindTable, type RecordByKind, type RecordKind } from './record-kinds.ts';
import { pathOf, type RecordProblem } from './record-problem.ts';
import { findUnknownProperties } from './unknown-properties.ts';

/** A record of a kind that this version knows, sound in every property that it knows. */
interface KnownRecord<Kind extends RecordKind = RecordKind> {
  readonly known: true;
  readonly kind: Kind;
  readonly record: RecordByKind[Kind];
  /** Properties that a later version added: kept in `record`, shown as unknown, and 'not checked' by the verifier. */
  readonly unknownProperties: readonly string[];
}

/** A record that is kept and shown as it stands: of a kind that this version does not know, or not of the shape it expects. */
interface UnknownRecord {
  readonly known: false;
  readonly kind: string;
  readonly record: JsonObject;
  /** Why a record of a known kind is not taken as one; absent for an unknown kind. */
  readonly problems?: readonly RecordProblem[];
}

/** Known records by kind, so that `if (parsed.kind === 'grade')` tells the type of `parsed.record`. */
export type ParsedRecord = { [Kind in RecordKind]: KnownRecord<Kind> }[RecordKind] | UnknownRecord;

/**
 * The reading door: takes a record out of a ledger entry or a bundle and drops nothing. An unknown kind, and a known kind of
 * an unexpected shape, come back as unknown, whole.
 *
 * Throws `input.record-invalid` only for what is no JSON object at all, which no ledger entry can hold.
 */
export function parseRecord(kind: string, value: unknown): ParsedRecord {
  if (!isJsonRecord(value)) throw recordInvalid(kind, findJsonProblem(value));
  if (!isRecordKind(kind)) return { known: false, kind, record: value };
  if (hasUnsafeName(value)) return { known: false, kind, record: value, problems: [unsafeName] };
  const { schema } = recordKindTable[kind];
  const result: z.ZodSafeParseResult<RecordByKind[RecordKind]> = schema.safeParse(value);
  if (!result.success) return { known: false, kind, record: value, problems: problemsOf(result.error) };
  const parsed: KnownRecord = {
    known: true,
    kind,
    record: result.data,
    unknownProperties: findUnknownProperties(schema, value),
  };
  // The schema of this very kind made the record; the compiler cannot follow that through a table.
  return parsed as ParsedRecord;
}

/**
 * The writing door: a record of a known kind, checked before it enters the ledger. Properties that the schema does not know
 * are kept, as a record made by a later version may be written again.
 *
 * Throws `input.record-invalid` with the kind, the first field and the problem (names of fields only, never values).
 */
export function parseKnownRecord<Kind extends RecordKind>(kind: Kind, value: unknown): RecordByKind[Kind] {
  const problem = findJsonProblem(value) ?? (hasUnsafeName(value) ? unsafeName : undefined);
  if (problem !== undefined) throw recordInvalid(kind, problem);
  const result = recordKindTable[kind].schema.safeParse(value);
  if (!result.success) throw recordInvalid(kind, problemsOf(result.error)[0]);
  return result.data;
}

const unsafeName: RecordProblem = { path: '', problem: 'unsafe-name' };

function problemsOf(error: z.ZodError): RecordProblem[] {
  return error.issues.map((issue) => ({ path: pathOf(issue.path), problem: issue.code }));
}

function recordInvalid(kind: string, problem: RecordProblem | undefined): VaultError {
  const known = isRecordKind(kind) ? kind : 'unknown';
  return new VaultError('input.record-invalid', {
    kind: known,
    field: problem?.path ?? '',
    problem: problem?.problem ?? 'unknown',
  });
}
