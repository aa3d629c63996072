import { base64 } from '@scure/base';

import { encodeHex } from '../../../base/bytes.ts';
import type { JsonObject } from '../../../base/json.ts';
import { idOf, objectsOf, textOf, textsOf } from './json-view.ts';
import { readMultibase } from './keys/public-key.ts';

export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512';

/** What the bytes at an address must come to, as a credential says. */
interface StatedDigest {
  readonly algorithm: DigestAlgorithm;
  /** Lower-case hexadecimal. */
  readonly hex: string;
  /** As it stands in the credential. */
  readonly said: string;
}

/** A piece of evidence that a credential tells of: where it lies, and what its bytes must come to. */
export interface EvidenceLink {
  /** Undefined for evidence that is only told in words. */
  readonly address?: string;
  readonly name?: string;
  readonly narrative?: string;
  readonly description?: string;
  readonly genre?: string;
  readonly mediaType?: string;
  readonly digests: readonly StatedDigest[];
}

/**
 * The evidence of a credential (Open Badges 3.0 section B.1.11, `evidence[]` of the credential; some issuers put it into its subject),
 * each with the digests that are stated for its address: `digestMultibase` and `digestSRI` of the evidence itself or of the
 * `relatedResource` with the same id (VC data model 2.0 section 5.3), or a hashlink (draft-sporny-hashlink section 3).
 */
export function evidenceLinks(credential: JsonObject): readonly EvidenceLink[] {
  const related = objectsOf(credential.relatedResource);
  const given = [
    ...evidenceOf(credential),
    ...objectsOf(credential.credentialSubject).flatMap((subject) => evidenceOf(subject)),
  ];
  return given.map((evidence) => linkOf(evidence, related));
}

/** Objects with an id, and bare addresses. */
function evidenceOf(holder: JsonObject): readonly JsonObject[] {
  return [...objectsOf(holder.evidence), ...textsOf(holder.evidence).map((id) => ({ id }))];
}

function linkOf(evidence: JsonObject, related: readonly JsonObject[]): EvidenceLink {
  const id = idOf(evidence);
  const address = id !== undefined && /^https?:\/\//.test(id) ? id : undefined;
  const resources = related.filter((resource) => id !== undefined && idOf(resource) === id);
  const digests = [evidence, ...resources].flatMap((holder) => digestsOf(holder));
  const linked = id === undefined ? undefined : hashlinkOf(id);
  const texts = {
    address,
    name: textOf(evidence.name),
    narrative: textOf(evidence.narrative),
    description: textOf(evidence.description),
    genre: textOf(evidence.genre),
    mediaType: [evidence, ...resources].flatMap((holder) => textOf(holder.mediaType) ?? [])[0],
  };
  const known = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
  return { ...known, digests: linked === undefined ? digests : [...digests, linked] };
}

function digestsOf(holder: JsonObject): readonly StatedDigest[] {
  const multibase = textsOf(holder.digestMultibase).flatMap((said) => multihashOf(said) ?? []);
  // Subresource Integrity section 3.5: several, parted by blanks.
  const sri = textsOf(holder.digestSRI).flatMap((said) =>
    said
      .trim()
      .split(/\s+/)
      .flatMap((one) => sriOf(one) ?? []),
  );
  return [...multibase, ...sri];
}

/** Multihash codes of the SHA-2 family, and their lengths in bytes. */
const multihashes: ReadonlyMap<number, readonly [DigestAlgorithm, number]> = new Map([
  [0x12, ['sha256', 32]],
  [0x20, ['sha384', 48]],
  [0x13, ['sha512', 64]],
]);

function multihashOf(said: string): StatedDigest | undefined {
  const bytes = readMultibase(said);
  const [algorithm, length = 0] = multihashes.get(bytes?.[0] ?? -1) ?? [];
  if (bytes === undefined || algorithm === undefined || bytes[1] !== length || bytes.length !== length + 2)
    return undefined;
  return { algorithm, hex: encodeHex(bytes.subarray(2)), said };
}

function sriOf(said: string): StatedDigest | undefined {
  const found = /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})(?:\?.*)?$/.exec(said);
  const algorithm = (['sha256', 'sha384', 'sha512'] as const).find((name) => name === found?.[1]);
  if (algorithm === undefined || found?.[2] === undefined) return undefined;
  try {
    return { algorithm, hex: encodeHex(base64.decode(found[2])), said };
  } catch {
    return undefined;
  }
}

/** `hl:zQm…` or an address with `?hl=zQm…`. */
function hashlinkOf(id: string): StatedDigest | undefined {
  const found = /^hl:([A-Za-z0-9]+)(?::|$)/.exec(id) ?? /[?&]hl=([A-Za-z0-9]+)/.exec(id);
  return found?.[1] === undefined ? undefined : multihashOf(found[1]);
}
