import { asJson } from '../../base/as-json.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import type { VaultError } from '../../base/errors.ts';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { parseKnownRecord } from '../../evidence/parse-record.ts';
import { isRecordKind } from '../../evidence/record-kinds.ts';
import type { ChainPlace } from '../../ledger/kinds/item-entries.ts';
import type { KnownItem, Observation } from '../../sources/source.ts';

/** Errors of the disk, of ours, and a cancel end the whole pull; everything else concerns one item. */
export function stopsEverything(error: VaultError): boolean {
  return (
    error.code.startsWith('storage.') ||
    error.code.startsWith('internal.') ||
    error.code.startsWith('access.')
  );
}

/** The record with what the vault found out itself, checked by the room of evidence. Throws `input.record-invalid`. */
export function completeRecord(
  observation: Observation,
  found: string | undefined,
  place: ChainPlace | undefined,
): JsonObject {
  const record: JsonObject = {
    ...observation.record,
    ...(observation.recordKind === 'document' &&
    found !== undefined &&
    observation.record.mediaTypeFound === undefined
      ? { mediaTypeFound: found }
      : {}),
    ...(place === undefined ? {} : { number: place.number }),
  };
  if (!isRecordKind(observation.recordKind)) return record;
  const checked = asJson(parseKnownRecord(observation.recordKind, record));
  return isJsonObject(checked) ? checked : record;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** True if nothing is new against the last version. */
export function isSame(
  known: KnownItem,
  name: string,
  record: JsonObject,
  sha256: string | undefined,
): boolean {
  return (
    known.version > 0 &&
    known.name === name &&
    known.sha256 === sha256 &&
    known.record !== undefined &&
    encodeCanonicalJson(known.record) === encodeCanonicalJson(record)
  );
}

export function digestOf(known: KnownItem): { sha256?: string; size?: number } {
  return {
    ...(known.sha256 === undefined ? {} : { sha256: known.sha256 }),
    ...(known.size === undefined ? {} : { size: known.size }),
  };
}
