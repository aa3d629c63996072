import { parseUtf8, utf8 } from '../../../base/bytes.ts';
import { asVaultError } from '../../../base/errors.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { parseStrictJson } from '../../../base/parse-json.ts';
import type { Certificate } from '../../../evidence/provenance.ts';
import type { Credential } from '../../../evidence/records/credential.ts';
import { idOf, objectsOf, textsOf } from './json-view.ts';
import { documentAddress } from './keys/key-address.ts';
import { credentialLimits } from './limits.ts';
import { readInnerCredential, type ReadCredential } from './read-credential.ts';

export type AnswerPurpose = 'keys' | 'status';

/** What the issuer answered when it was asked, kept as it came, so that it can be judged again when the issuer is long gone. */
export interface ArchivedAnswer {
  readonly purpose: AnswerPurpose;
  readonly address: string;
  /** ISO 8601: when this app received it. */
  readonly received: string;
  /** HTTP status. */
  readonly status: number;
  readonly mediaType?: string;
  readonly bytes: Uint8Array;
  /** The certificates it came over, leaf first. */
  readonly tls?: readonly Certificate[];
}

/** What would have been asked, had there been a network: every address of a credential itself, as not asked. */
export function addressesToAsk(read: ReadCredential): readonly Pick<ArchivedAnswer, 'purpose' | 'address'>[] {
  return [
    ...keyAddresses(read).map((address) => ({ purpose: 'keys', address }) as const),
    ...statusAddresses(read.credential).map((address) => ({ purpose: 'status', address }) as const),
  ];
}

/** The answers that have to do with a credential: with its keys, its lists, and the keys of those. */
export function answersFor(
  read: ReadCredential,
  archive: readonly ArchivedAnswer[],
): readonly ArchivedAnswer[] {
  const lists = new Set(statusAddresses(read.credential));
  const statuses = archive.filter(({ purpose, address }) => purpose === 'status' && lists.has(address));
  const signers = statuses.flatMap((answer) => readStatusCredential(answer.bytes) ?? []);
  const keys = new Set([read, ...signers].flatMap((each) => keyAddresses(each)));
  return [...archive.filter(({ purpose, address }) => purpose === 'keys' && keys.has(address)), ...statuses];
}

/** The documents that hold the keys of a credential's signatures, and its issuer's own; none for a `did:key`. */
export function keyAddresses(read: ReadCredential): readonly string[] {
  const issuer = idOf(read.credential.issuer);
  const named =
    read.jws === undefined
      ? objectsOf(read.credential.proof)
          .slice(0, credentialLimits.proofs)
          .flatMap((proof) => idOf(proof.verificationMethod) ?? [])
      : typeof read.jws.header.kid === 'string' && read.jws.header.kid.includes(':')
        ? [read.jws.header.kid]
        : [];
  const ids = [
    ...named,
    ...(issuer === undefined || named.some((id) => id.startsWith('did:key:')) ? [] : [issuer]),
  ];
  return [...new Set(ids.flatMap((id) => documentAddress(id) ?? []))];
}

/** Where a credential says that its status can be asked. */
export function statusAddresses(credential: JsonObject): readonly string[] {
  const entries = objectsOf(credential.credentialStatus).slice(0, credentialLimits.statuses);
  return [...new Set(entries.flatMap((entry) => statusAddressOf(entry) ?? []))];
}

/** The address of one entry of `credentialStatus`; undefined for a kind not known here, or an address that is none. */
export function statusAddressOf(entry: JsonObject): string | undefined {
  const types = textsOf(entry.type);
  const given = types.includes('1EdTechRevocationList')
    ? entry.id
    : types.includes('BitstringStatusListEntry') || types.includes('StatusList2021Entry')
      ? entry.statusListCredential
      : undefined;
  return typeof given === 'string' ? documentAddress(given) : undefined;
}

/** The credential that a status list is, in JSON or as a JWS; undefined for another kind of list, and for what cannot be read. */
export function readStatusCredential(bytes: Uint8Array): ReadCredential | undefined {
  try {
    const text = parseUtf8(bytes).trim();
    if (!text.startsWith('{')) return readInnerCredential(text);
    const value = parseStrictJson(text);
    return isJsonObject(value) ? readInnerCredential(value) : undefined;
  } catch (thrown) {
    if (asVaultError(thrown).code === 'internal.bug') throw thrown;
    return undefined;
  }
}

/** The text of an answer, undefined where it is no UTF-8. */
export function textOfAnswer(answer: ArchivedAnswer): string | undefined {
  try {
    return parseUtf8(answer.bytes);
  } catch {
    return undefined;
  }
}

/** The answers that a record holds, ready to judge by: `verifyCredential(read, { archive: archivedIn(record), at })`. */
export function archivedIn(record: Pick<Credential, 'archived'>): readonly ArchivedAnswer[] {
  return record.archived.flatMap(({ purpose, address, received, status, mediaType, text }) =>
    purpose === 'keys' || purpose === 'status'
      ? [
          {
            purpose,
            address,
            received,
            status,
            ...(mediaType === undefined ? {} : { mediaType }),
            bytes: utf8(text),
          },
        ]
      : [],
  );
}
