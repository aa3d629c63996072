import { parseUtf8, utf8 } from '../../base/bytes.ts';
import type { ErrorCode } from '../../base/error-codes.ts';
import { asVaultError, VaultError } from '../../base/errors.ts';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import type { Certificate } from '../../evidence/provenance.ts';
import { idOf, objectsOf, textsOf } from './json-view.ts';
import { documentAddress } from './keys/key-address.ts';
import { credentialLimits } from './limits.ts';
import { insideClr, readInnerCredential, type ReadCredential } from './read-credential.ts';
import { parseStrictJson } from '../../base/parse-json.ts';

type AnswerPurpose = 'keys' | 'status';

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

/** What could not be asked, and why. */
interface MissingAnswer {
  readonly purpose: AnswerPurpose;
  readonly address: string;
  readonly code: ErrorCode;
}

/** The way to the issuers. Throws `source.*`, `internal.cancelled`. */
export interface CredentialNetwork {
  get(url: URL, purpose: AnswerPurpose, signal: AbortSignal): Promise<ArchivedAnswer>;
}

export interface Collected {
  readonly archive: readonly ArchivedAnswer[];
  readonly missing: readonly MissingAnswer[];
}

/**
 * Asks the issuer for all that a later check needs: its keys, and the lists of what it took back, with the keys that sign those.
 * With a CLR, also for the credentials in it. Each address is asked once. What cannot be had is named and stops nothing.
 *
 * Throws `internal.cancelled`.
 */
export async function collectArchive(
  read: ReadCredential,
  network: CredentialNetwork,
  signal: AbortSignal,
): Promise<Collected> {
  const archive: ArchivedAnswer[] = [];
  const missing: MissingAnswer[] = [];
  const asked = new Set<string>();
  const ask = async (purpose: AnswerPurpose, address: string): Promise<ArchivedAnswer | undefined> => {
    if (asked.has(address)) return undefined;
    asked.add(address);
    try {
      const answer = await network.get(new URL(address), purpose, signal);
      if (answer.status === 200) {
        archive.push(answer);
        return answer;
      }
      missing.push({ purpose, address, code: 'source.item-refused' });
    } catch (thrown) {
      const { code } = asVaultError(thrown);
      if (code.startsWith('internal.')) throw thrown;
      missing.push({ purpose, address, code });
    }
    return undefined;
  };
  const inside = insideClr(read).flatMap((each) => (each instanceof VaultError ? [] : [each]));
  for (const each of [read, ...inside]) {
    for (const address of keyAddresses(each)) await ask('keys', address);
    for (const address of statusAddresses(each.credential)) {
      const answer = await ask('status', address);
      const list = answer === undefined ? undefined : readStatusCredential(answer.bytes);
      for (const keys of list === undefined ? [] : keyAddresses(list)) await ask('keys', keys);
    }
  }
  return { archive, missing };
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
function keyAddresses(read: ReadCredential): readonly string[] {
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
function statusAddresses(credential: JsonObject): readonly string[] {
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

/** The bytes of an answer that was kept as text. */
export function bytesOfText(text: string): Uint8Array {
  return utf8(text);
}
