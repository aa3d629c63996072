import { encodeHex, parseBase64 } from '../base/bytes.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { parseCertificate } from '../ledger/timestamps/certificate.ts';
import type { PolicyList } from './policy-lists.ts';
import type { Policy, PolicyDkimKey, PolicyIssuer } from './policy.ts';

/** Somebody whom a policy trusts, as people compare it with what was published. */
export interface ShownTrusted {
  readonly list: PolicyList;
  /** Place in that list. */
  readonly at: number;
  readonly name: string | undefined;
  /** Lines that say who it is: a key or an id, or the subject and the SHA-256 of a certificate. */
  readonly facts: readonly string[];
  /** ISO 8601 in UTC. */
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly compromisedFrom: string | undefined;
  /** The rules of an authority that are accepted; none means any. */
  readonly policies: readonly string[];
}

/** All whom a policy trusts, in the order of its lists. */
export function showPolicy(policy: Policy, hashes: HashPort): ShownTrusted[] {
  const { authorities, witnesses, vaults, cardSigners, issuers, dkimKeys } = policy;
  return [
    ...authorities.map((one, at) => {
      const { subject, fingerprint } = showCertificate(one.certificate, hashes);
      return {
        ...shown('authorities', one, at),
        facts: [subject, `SHA-256 ${fingerprint}`],
        policies: one.policies ?? [],
      };
    }),
    ...witnesses.map((one, at) => ({ ...shown('witnesses', one, at), facts: [one.key] })),
    ...vaults.map((one, at) => ({ ...shown('vaults', one, at), facts: [one.key] })),
    ...cardSigners.map((one, at) => ({ ...shown('cardSigners', one, at), facts: [one.key] })),
    ...issuers.map((one, at) => ({ ...shown('issuers', one, at), facts: issuerFacts(one) })),
    ...dkimKeys.map((one, at) => ({ ...shown('dkimKeys', one, at), facts: dkimFacts(one) })),
  ];
}

/** Lines to compare with what an issuer published: the id that counts, and each key. */
export function issuerFacts({ id, keys }: PolicyIssuer): string[] {
  return [
    ...(id === undefined ? [] : [id]),
    ...keys.map((key) => (typeof key === 'string' ? key : JSON.stringify(key))),
  ];
}

/** Lines to compare with a domain's key record: its name, and the key. */
export function dkimFacts({ domain, selector, key }: PolicyDkimKey): string[] {
  return [`${selector}._domainkey.${domain}`, key];
}

/** What a certificate says of itself: its subject, and its SHA-256 as certificate tools show it, pairs of digits with colons. */
export function showCertificate(
  base64: string,
  hashes: HashPort,
): { readonly subject: string; readonly fingerprint: string } {
  const der = parseBase64(base64);
  const digits = encodeHex(hashes.sha256(der)).toUpperCase();
  return { subject: parseCertificate(der).subjectText, fingerprint: digits.replaceAll(/..(?=.)/gu, '$&:') };
}

type Limited = Pick<Policy['vaults'][number], 'name' | 'from' | 'until' | 'compromisedFrom'>;

function shown(list: PolicyList, { name, from, until, compromisedFrom }: Limited, at: number) {
  return { list, at, name, from, until, compromisedFrom, policies: [] };
}
