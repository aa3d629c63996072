import type { JsonObject } from '../../../../base/json.ts';
import { objectsOf, textsOf } from '../json-view.ts';
import { readMultibase } from '../keys/public-key.ts';
import { credentialLimits } from '../limits.ts';
import { gunzip } from './gunzip.ts';

/** The shortest list that protects who is asked about (Bitstring Status List 1.0 section 3.2, 131,072 entries), in bytes. */
const shortest = 16_384;

/** The value of one entry of a status list, or why it cannot be read. */
export type ListedStatus =
  { readonly purpose: string; readonly value: number } | { readonly problem: 'status-unreadable' };

/**
 * Reads one entry out of the list that a status credential holds (Bitstring Status List 1.0 section 3.2; Status List 2021, whose
 * list has no multibase letter). Unpacking is bounded.
 */
export async function readStatusList(entry: JsonObject, list: JsonObject): Promise<ListedStatus> {
  const unreadable = { problem: 'status-unreadable' } as const;
  const purpose = typeof entry.statusPurpose === 'string' ? entry.statusPurpose : 'revocation';
  const subject = objectsOf(list.credentialSubject).find(({ statusPurpose }) =>
    textsOf(statusPurpose).includes(purpose),
  );
  if (subject === undefined || typeof subject.encodedList !== 'string') return unreadable;
  const isBitstring = textsOf(subject.type).includes('BitstringStatusList');
  if (!isBitstring && !textsOf(subject.type).includes('StatusList2021')) return unreadable;
  const index = indexOf(entry.statusListIndex);
  const size = entry.statusSize ?? 1;
  const bits = await unpack(subject.encodedList, isBitstring);
  if (bits === undefined || index === undefined || typeof size !== 'number' || ![1, 2, 4, 8].includes(size))
    return unreadable;
  if (bits.length < shortest || (index + 1) * size > bits.length * 8) return unreadable;
  // Sizes divide eight, so an entry never lies across two bytes; the first entry is in the highest bits.
  const at = index * size;
  const byte = bits[Math.floor(at / 8)] ?? 0;
  return { purpose, value: (byte >> (8 - size - (at % 8))) & ((1 << size) - 1) };
}

/** True if a 1EdTech revocation list names the credential (1EdTech Revocation List Status Method 1.0): `revoked` may be left out. */
export function isListedAsRevoked(list: JsonObject, credentialId: string): boolean {
  return objectsOf(list.revokedCredential).some(
    ({ id, revoked }) => id === credentialId && revoked !== false,
  );
}

/** True for a document that is a 1EdTech revocation list. */
export function isRevocationList(list: JsonObject): boolean {
  return typeof list.id === 'string' && (Array.isArray(list.revokedCredential) || list.issuer !== undefined);
}

function indexOf(said: unknown): number | undefined {
  const index = typeof said === 'string' && /^\d{1,12}$/.test(said) ? Number(said) : said;
  return typeof index === 'number' && Number.isSafeInteger(index) && index >= 0 ? index : undefined;
}

async function unpack(encoded: string, isBitstring: boolean): Promise<Uint8Array | undefined> {
  const packed = isBitstring
    ? encoded.startsWith('u')
      ? readMultibase(encoded)
      : undefined
    : readMultibase(`u${encoded.replace(/=+$/, '')}`);
  return packed === undefined ? undefined : gunzip(packed, credentialLimits.statusBits);
}
