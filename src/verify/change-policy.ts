import { asJson } from '../base/as-json.ts';
import { encodeBase64, parseBase64 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { parseStrictJson } from '../base/parse-json.ts';
import { parseRecipientCard } from '../bundle/recipients/recipient-card.ts';
import { parseCertificate, type Certificate } from '../ledger/timestamps/certificate.ts';
import { TimestampFlaw } from '../ledger/timestamps/timestamp-flaw.ts';
import { parseVerifierKey } from '../ledger/witness/verifier-key.ts';
import { isPublicKey, parseExpectedKey } from './expected-key.ts';
import { readIssuerKey } from './origin/credentials/keys/public-key.ts';
import { mailKeyKind, readMailKey } from './origin/mail/mail-key.ts';
import { nameTaken, type PolicyList } from './policy-lists.ts';
import { emptyPolicy, parsePolicy, type Policy } from './policy.ts';

/** When somebody is trusted (ISO 8601 in UTC), and what to call them. */
export interface TrustTerms {
  readonly name?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly compromisedFrom?: string | undefined;
}

/** Of an authority also under which of its own rules (object identifiers); any if there are none. */
export interface AuthorityTerms extends TrustTerms {
  readonly policies?: readonly string[] | undefined;
}

/** A policy that trusts nobody. Throws `input.policy-invalid` for a name that is too long. */
export function beginPolicy(name: string | undefined): Policy {
  return checked({ ...emptyPolicy, name });
}

/** Calls a policy something else, or nothing. Throws `input.policy-invalid` for a name that is too long. */
export function namePolicy(policy: Policy, name: string | undefined): Policy {
  return checked({ ...policy, name });
}

/**
 * Adds a time stamping authority by a certificate (PEM or DER): a root that it leads to, or its own. Throws `input.policy-invalid` for
 * a file that is not one certificate and for a name that is taken, `input.usage` where neither the terms nor the certificate name it.
 */
export function addAuthority(policy: Policy, file: Uint8Array, terms: AuthorityTerms): Policy {
  const certificate = readCertificate(file);
  const name = terms.name ?? certificate.commonName;
  if (name === undefined) throw new VaultError('input.usage', { problem: 'say with --name what to call it' });
  if (policy.authorities.some((known) => known.name === name))
    throw new VaultError('input.policy-invalid', { problem: nameTaken });
  return checked({
    ...policy,
    authorities: [
      ...policy.authorities,
      { ...someRules(terms), name, certificate: encodeBase64(certificate.raw) },
    ],
  });
}

/** Adds a witness by its key (`name+hash+key`), in place of an earlier line with it. Throws `format.malformed` for a key that is none. */
export function addWitness(policy: Policy, key: string, terms: TrustTerms): Policy {
  const { name } = parseVerifierKey(key, 'cosignature');
  const others = policy.witnesses.filter((known) => known.key !== key);
  return checked({ ...policy, witnesses: [...others, { ...terms, name: terms.name ?? name, key }] });
}

/** Adds a vault by its id or root key, in place of an earlier line with it. Throws `input.usage` for a key that is none. */
export function addVault(policy: Policy, key: string, terms: TrustTerms): Policy {
  parseExpectedKey(key);
  const others = policy.vaults.filter((known) => known.key !== key);
  return checked({ ...policy, vaults: [...others, { ...terms, key }] });
}

/**
 * Adds somebody who signs vault cards by their Ed25519 key in base64, in place of an earlier line with it. Throws `input.usage` for a key
 * that is none, or without a name.
 */
export function addCardSigner(policy: Policy, key: string, terms: TrustTerms): Policy {
  if (!isPublicKey(key)) throw new VaultError('input.usage', { problem: 'that is no key of a card signer' });
  const { name } = terms;
  if (name === undefined) throw new VaultError('input.usage', { problem: 'say with --name what to call it' });
  const others = policy.cardSigners.filter((known) => known.key !== key);
  return checked({ ...policy, cardSigners: [...others, { ...terms, name, key }] });
}

/**
 * Adds somebody who signs vault cards by their recipient card, which names them and holds the key. Throws `proof.invalid` for a card whose
 * signature does not hold, `input.usage` where neither card nor terms name them, and what `parseRecipientCard` throws.
 */
export function addCardSignerByCard(policy: Policy, file: Uint8Array, terms: TrustTerms): Policy {
  const card = parseRecipientCard(file);
  if (!card.signatureHolds) throw new VaultError('proof.invalid', { what: 'recipient-card' });
  const name = terms.name ?? (card.name === '' ? undefined : card.name);
  return addCardSigner(policy, encodeBase64(card.key), { ...terms, name });
}

/**
 * Adds a key of somebody who signs credentials: a multibase text, a `did:key`, or a JWK as JSON. A line with the same name and id gets one
 * key more and these terms. Throws `input.usage` for a key that is none, or without a name, and `input.json-invalid` for JSON that is broken.
 * @param id what their credentials name as their issuer; only those count then
 */
export function addIssuer(policy: Policy, key: string, id: string | undefined, terms: TrustTerms): Policy {
  const given = key.trim().startsWith('{') ? jsonObjectOf(key) : key.trim();
  if (given === undefined || readIssuerKey(given) === undefined)
    throw new VaultError('input.usage', { problem: 'that is no key of an issuer' });
  const { name } = terms;
  if (name === undefined) throw new VaultError('input.usage', { problem: 'say with --name what to call it' });
  const isIt = (known: Policy['issuers'][number]): boolean => known.name === name && known.id === id;
  const earlier = policy.issuers.find(isIt)?.keys ?? [];
  const keys = [...earlier.filter((one) => JSON.stringify(one) !== JSON.stringify(given)), given];
  const others = policy.issuers.filter((known) => !isIt(known));
  return checked({ ...policy, issuers: [...others, { ...terms, name, id, keys }] });
}

/**
 * Adds a key that signs a domain's e-mails, in place of an earlier line with it. Throws `input.usage` for what is no name of a key record
 * and for a key that is none.
 * @param recordName `selector._domainkey.domain`
 * @param key the `p=` of the record, or the whole record
 */
export function addDkimKey(policy: Policy, recordName: string, key: string, terms: TrustTerms): Policy {
  const [, selector = '', domain = ''] = /^(.+)\._domainkey\.(.+?)\.?$/i.exec(recordName.trim()) ?? [];
  if (domain === '')
    throw new VaultError('input.usage', { problem: 'the name is written selector._domainkey.domain' });
  // Name servers' tools show a long record in quoted pieces.
  const record = key.replaceAll(/[\s"]/g, '');
  const bare = /(?:^|;)p=([^;]*)/.exec(record)?.[1] ?? record;
  if (readMailKey(mailKeyKind(bare), bare) === undefined)
    throw new VaultError('input.usage', { problem: 'that is no key of DKIM' });
  const line = { domain: domain.toLowerCase(), selector: selector.toLowerCase(), key: bare };
  const others = policy.dkimKeys.filter(
    (known) => !(known.domain === line.domain && known.selector === line.selector && known.key === bare),
  );
  return checked({ ...policy, dkimKeys: [...others, { ...terms, ...line }] });
}

function jsonObjectOf(text: string): JsonObject | undefined {
  const value = parseStrictJson(text);
  return isJsonObject(value) ? value : undefined;
}

/**
 * Gives the entry at this place of a list other terms: those that are left out are taken away, but for the name of an authority or a
 * witness. Throws `input.policy-invalid`.
 */
export function changeTerms(policy: Policy, list: PolicyList, at: number, terms: AuthorityTerms): Policy {
  const { from, until, compromisedFrom, name } = terms;
  const entries = policy[list].map((entry, place) =>
    place === at
      ? {
          ...entry,
          ...(list === 'authorities' ? someRules(terms) : {}),
          from,
          until,
          compromisedFrom,
          name: name ?? (list === 'vaults' || list === 'dkimKeys' ? undefined : entry.name),
        }
      : entry,
  );
  return checked({ ...policy, [list]: entries });
}

/** Trusts the one at this place of a list no more. */
export function removeTrusted(policy: Policy, list: PolicyList, at: number): Policy {
  return checked({ ...policy, [list]: policy[list].filter((_, place) => place !== at) });
}

/** A policy as its file holds it. */
export function encodePolicy(policy: Policy): string {
  return `${JSON.stringify(policy, undefined, 2)}\n`;
}

/** Parsed again: what goes into the file can be read back, and what was left out is left out there too. */
function checked(policy: object): Policy {
  return parsePolicy(asJson(policy));
}

/** An empty list would accept no rule at all. */
function someRules(terms: AuthorityTerms): AuthorityTerms {
  return { ...terms, policies: terms.policies?.length === 0 ? undefined : terms.policies };
}

/** The one certificate in a file, in DER or PEM (RFC 7468). */
function readCertificate(file: Uint8Array): Certificate {
  const [pem, ...more] = pemTexts(file);
  if (more.length > 0) throw new VaultError('input.policy-invalid', { problem: 'more than one certificate' });
  try {
    return parseCertificate(pem === undefined ? file : parseBase64(pem));
  } catch (thrown) {
    if (!(thrown instanceof VaultError || thrown instanceof TimestampFlaw)) throw thrown;
    throw new VaultError('input.policy-invalid', { problem: 'that file is not a certificate' }, thrown);
  }
}

/** What stands between the marks of PEM; nothing of a file in DER, whatever is written in it. */
function pemTexts(file: Uint8Array): string[] {
  // A sequence, of which no text begins with the sign.
  if (file[0] === 0x30) return [];
  const text = new TextDecoder('utf-8').decode(file);
  const found = text.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/gu);
  return [...found].map(([, inner = '']) => inner.replaceAll(/\s/gu, ''));
}
