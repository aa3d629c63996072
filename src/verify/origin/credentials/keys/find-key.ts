import { isJsonObject, type JsonObject } from '../../../../base/json.ts';
import type { CredentialCode } from '../../../../evidence/credential-codes.ts';
import { textOfAnswer, type ArchivedAnswer } from '../archived-answers.ts';
import type { KeyAnswer } from '../credential-report.ts';
import { documentAddress, withoutFragment } from './key-address.ts';
import { readKeyDocument, type KeyDocument, type ListedKey } from './key-document.ts';
import { keyOfJwk, keyOfMultibase, sameKey, type PublicKey } from './public-key.ts';

/** A key and what is to be said of it; without the key, the signature cannot be checked. */
export interface FoundKey {
  readonly key?: PublicKey;
  readonly answer: KeyAnswer;
}

/** What a signature says of its key, and whom the credential names as its issuer. */
export interface WantedKey {
  readonly keyId: string | undefined;
  /** The `jwk` of a JOSE header. */
  readonly jwk?: JsonObject | undefined;
  readonly issuer: string | undefined;
  /** When the signature was made, where it says so: a key that was withdrawn later counts. */
  readonly signedAt?: string | undefined;
}

interface Seen {
  readonly answer: ArchivedAnswer;
  readonly document: KeyDocument | undefined;
}

/**
 * Looks the key of a signature up in what was archived, the oldest answer first, and says whether it is the issuer's: retrieving a
 * verification method (Controlled Identifiers 1.0 section 3.3), with the controller held against the issuer (VC data model 2.0
 * section 7.1). Later answers are compared with the first.
 */
export function findKey(wanted: WantedKey, archive: readonly ArchivedAnswer[]): FoundKey {
  const { keyId, issuer } = wanted;
  if (keyId?.includes(':') !== true) return findUnnamedKey(wanted, archive);
  if (keyId.startsWith('did:key:')) return keyOfDidKey(keyId, issuer);
  const address = documentAddress(keyId);
  if (address === undefined) return without('key-unknown-kind');
  const from = keyId.startsWith('did:') ? 'did-web' : 'web';
  const seen = documentsAt(address, archive);
  if (seen.length === 0)
    return { answer: { state: 'not-checked', codes: ['keys-not-fetched'], from, address } };
  for (const [index, each] of seen.entries()) {
    const listed = each.document?.find(keyId);
    if (listed === undefined) continue;
    const place = { from, address, received: each.answer.received } as const;
    if (listed === 'unreadable')
      return { answer: { state: 'not-checked', codes: ['key-unreadable'], ...place } };
    const later = seen.slice(index + 1).flatMap(({ document }) => document ?? []);
    return judgeListed({ wanted, listed, keyId, address, place, later, archive });
  }
  const readable = seen.some(({ document }) => document !== undefined);
  return {
    answer: { state: 'not-checked', codes: [readable ? 'key-not-listed' : 'key-unreadable'], from, address },
  };
}

interface Judging {
  readonly wanted: WantedKey;
  readonly listed: ListedKey;
  readonly keyId: string;
  readonly address: string;
  readonly place: Pick<KeyAnswer, 'from' | 'address' | 'received'>;
  readonly later: readonly KeyDocument[];
  readonly archive: readonly ArchivedAnswer[];
}

function judgeListed({ wanted, listed, keyId, address, place, later, archive }: Judging): FoundKey {
  const { issuer } = wanted;
  const { key } = listed;
  const judged = (state: KeyAnswer['state'], ...codes: CredentialCode[]): FoundKey => ({
    key,
    answer: { state, codes: [...codes, 'key-confirmed-by-nobody'], ...place },
  });
  const standing = standingOf(listed, keyId, address, issuer, archive);
  if (standing === 'issuer-mismatch') return judged('bad', 'issuer-mismatch');
  if (!listed.forAssertion) return judged('bad', 'key-not-for-assertion');
  const now = later.at(-1);
  const current = now?.find(keyId);
  const withdrawn = [listed, current].some(
    (each) => typeof each === 'object' && isOver(each, wanted.signedAt),
  );
  if (withdrawn) return judged('bad', 'key-withdrawn');
  const replaced =
    now !== undefined && (typeof current === 'object' ? !sameKey(current.key, key) : !now.lists(key));
  if (replaced) return judged('not-checked', 'key-replaced');
  return judged('good', standing);
}

/**
 * Whose key it is. A document can claim any controller, so what counts is where it was received from: the issuer's own address, or
 * at least the issuer's site.
 */
function standingOf(
  listed: ListedKey,
  keyId: string,
  address: string,
  issuer: string | undefined,
  archive: readonly ArchivedAnswer[],
): 'key-from-issuer' | 'key-same-site' | 'issuer-mismatch' {
  if (issuer === undefined) return 'issuer-mismatch';
  if (keyId.startsWith('did:'))
    return withoutFragment(keyId) === issuer && (listed.controller ?? issuer) === issuer
      ? 'key-from-issuer'
      : 'issuer-mismatch';
  if (listed.controller !== undefined && listed.controller !== issuer) return 'issuer-mismatch';
  const own = documentAddress(issuer);
  if (own === undefined) return 'issuer-mismatch';
  if (own === address) return 'key-from-issuer';
  if (documentsAt(own, archive).some(({ document }) => document?.lists(listed.key) === true))
    return 'key-from-issuer';
  return !issuer.startsWith('did:') && new URL(own).origin === new URL(address).origin
    ? 'key-same-site'
    : 'issuer-mismatch';
}

/** A signature that names no key by address: a bare `kid` is looked up at the issuer, a `jwk` must be listed there. */
function findUnnamedKey(wanted: WantedKey, archive: readonly ArchivedAnswer[]): FoundKey {
  const { issuer, keyId, jwk } = wanted;
  if (keyId !== undefined && issuer !== undefined && jwk === undefined)
    return findKey({ ...wanted, keyId: `${withoutFragment(issuer)}#${keyId}` }, archive);
  const key = jwk === undefined ? undefined : keyOfJwk(jwk);
  if (key === undefined) return without(jwk === undefined ? 'key-unknown-kind' : 'key-unreadable');
  if (issuer?.startsWith('did:key:') === true) {
    const own = keyOfMultibase(withoutFragment(issuer).slice('did:key:'.length));
    const same = own !== undefined && sameKey(own, key);
    const codes: CredentialCode[] = [same ? 'key-in-name' : 'issuer-mismatch', 'key-confirmed-by-nobody'];
    return { key, answer: { state: same ? 'good' : 'bad', codes, from: 'inside' } };
  }
  const address = issuer === undefined ? undefined : documentAddress(issuer);
  const seen = address === undefined ? [] : documentsAt(address, archive);
  const lister = seen.find(({ document }) => document?.lists(key) === true);
  if (lister === undefined || address === undefined)
    return {
      key,
      answer: { state: 'not-checked', codes: ['key-only-inside', 'key-confirmed-by-nobody'], from: 'inside' },
    };
  const now = seen.at(-1);
  const place = {
    from: issuer?.startsWith('did:') === true ? 'did-web' : 'web',
    address,
    received: lister.answer.received,
  } as const;
  return now?.document !== undefined && !now.document.lists(key)
    ? { key, answer: { state: 'not-checked', codes: ['key-replaced', 'key-confirmed-by-nobody'], ...place } }
    : { key, answer: { state: 'good', codes: ['key-from-issuer', 'key-confirmed-by-nobody'], ...place } };
}

/** A `did:key` is the key itself (did:key method, section 3.1): it proves who holds the key and says nothing of who that is. */
function keyOfDidKey(keyId: string, issuer: string | undefined): FoundKey {
  const did = withoutFragment(keyId);
  const name = did.slice('did:key:'.length);
  const key = keyOfMultibase(name);
  const fragment = keyId.includes('#') ? keyId.slice(keyId.indexOf('#') + 1) : name;
  if (key === undefined || fragment !== name)
    return { answer: { state: 'not-checked', codes: ['key-unreadable'], from: 'did-key' } };
  const own = issuer === did;
  return {
    key,
    answer: {
      state: own ? 'good' : 'bad',
      codes: [own ? 'key-in-name' : 'issuer-mismatch', 'key-confirmed-by-nobody'],
      from: 'did-key',
    },
  };
}

function documentsAt(address: string, archive: readonly ArchivedAnswer[]): readonly Seen[] {
  return archive
    .filter((answer) => answer.purpose === 'keys' && answer.address === address && answer.status === 200)
    .toSorted((a, b) => Date.parse(a.received) - Date.parse(b.received))
    .map((answer) => {
      const text = textOfAnswer(answer);
      const document = text === undefined ? undefined : readKeyDocument(text, address);
      return { answer, document };
    });
}

/** Withdrawn or run out before the signature was made; withdrawn at all where nobody knows when that was. */
function isOver({ revoked, expires }: ListedKey, signedAt: string | undefined): boolean {
  const signed = Date.parse(signedAt ?? '');
  const before = (time: string | undefined): boolean => {
    if (time === undefined) return false;
    const when = Date.parse(time);
    return Number.isNaN(when) || Number.isNaN(signed) || when <= signed;
  };
  return before(revoked) || (expires !== undefined && !Number.isNaN(signed) && before(expires));
}

function without(code: CredentialCode): FoundKey {
  return { answer: { state: 'not-checked', codes: [code] } };
}

/** The `jwk` of a header, if it is an object. */
export function jwkOf(header: JsonObject): JsonObject | undefined {
  return isJsonObject(header.jwk) ? header.jwk : undefined;
}
