import { equalBytes } from '../../base/bytes.ts';
import type { Asn } from './asn.ts';
import { tags } from './asn.ts';
import type { Certificate } from './certificate.ts';
import { comparableName } from './names.ts';
import { oids } from './object-identifiers.ts';
import type { TimestampProblem } from './timestamp-problem.ts';

const digitalSignature = 0;
const nonRepudiation = 1;
const keyCertSign = 5;

/** Critical extensions whose rules are followed here; any other makes a chain unusable (RFC 5280 section 4.2). */
const understood: ReadonlySet<string> = new Set([
  oids.subjectKeyIdentifier,
  oids.keyUsage,
  oids.subjectAltName,
  oids.issuerAltName,
  oids.basicConstraints,
  oids.certificatePolicies,
  oids.authorityKeyIdentifier,
  oids.extKeyUsage,
]);

/**
 * Whether a certificate signs timestamps and nothing else: extKeyUsage is critical and has id-kp-timeStamping alone (RFC 3161
 * section 2.3), and keyUsage, where it is, allows signatures alone.
 */
export function isForTimestamps({ extKeyUsage, keyUsage }: Certificate): boolean {
  const [purpose, ...others] = extKeyUsage?.purposes ?? [];
  if (extKeyUsage?.critical !== true || purpose !== oids.timeStamping || others.length > 0) return false;
  if (keyUsage === undefined) return true;
  return (
    keyUsage.size > 0 && [...keyUsage].every((bit) => bit === digitalSignature || bit === nonRepudiation)
  );
}

/** Whether a GeneralName is the certificate's subject or one of its other names. */
export function hasName(certificate: Certificate, name: Asn): boolean {
  if (certificate.otherNames.some((other) => equalBytes(other.raw, name.raw))) return true;
  const directory = tags.context(4);
  return name.tag === directory && certificate.subject === comparableName(name.only(directory));
}

/** Whether the names and, where both are there, the key identifiers allow `issuer` to have issued `certificate`. */
export function mayHaveIssued(issuer: Certificate, certificate: Certificate): boolean {
  if (issuer.subject !== certificate.issuer) return false;
  const [wanted, had] = [certificate.authorityKeyId, issuer.subjectKeyId];
  return wanted === undefined || had === undefined || equalBytes(wanted, had);
}

/** A certificate that may issue others (RFC 5280 section 4.2.1.9), with `below` certificates of issuers between it and the signer's. */
function mayIssue(certificate: Certificate, below: number, isAnchor: boolean): boolean {
  const { version, basicConstraints, keyUsage } = certificate;
  // A root from before extensions existed: the policy names it, which is all that can be said for it.
  if (version === 1 && isAnchor) return true;
  if (basicConstraints?.ca !== true) return false;
  if (keyUsage !== undefined && !keyUsage.has(keyCertSign)) return false;
  return basicConstraints.pathLength === undefined || below <= basicConstraints.pathLength;
}

/**
 * What is wrong with a chain whose signatures fit: first the signer's certificate, last the trusted one.
 * @param at milliseconds since 1970: when the token says it was made
 */
export function chainProblem(chain: readonly Certificate[], at: number): TimestampProblem | undefined {
  let below = 0;
  for (const [place, certificate] of chain.entries()) {
    for (const [oid, { critical }] of certificate.extensions)
      if (critical && !understood.has(oid)) return 'chain-wrong';
    if (place === 0) continue;
    if (!mayIssue(certificate, below, place === chain.length - 1)) return 'chain-wrong';
    // Certificates that an authority issues to itself do not count (RFC 5280 section 4.2.1.9).
    if (certificate.subject !== certificate.issuer) below += 1;
  }
  // Periods are in whole seconds, and their last second belongs to them.
  const second = Math.floor(at / 1000) * 1000;
  const valid = chain.every(({ notBefore, notAfter }) => notBefore <= at && second <= notAfter);
  return valid ? undefined : 'expired-at-gentime';
}
