import { equalBytes } from '../../base/bytes.ts';
import { findHash, readAlgorithm } from './algorithms.ts';
import { type Asn, serialText, tags } from './asn.ts';
import type { Certificate } from './certificate.ts';
import { digestOf } from './check-signature.ts';
import { comparableName } from './names.ts';
import { oids } from './object-identifiers.ts';
import type { TokenSigner } from './signed-token.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';

/** IssuerSerial (RFC 5035 section 4): the certificate's issuer and serial number, where an attribute repeats them. */
function issuerSerialFits(value: Asn | undefined, certificate: Certificate): boolean {
  if (value === undefined) return true;
  const fields = value.fields(tags.sequence);
  const names = fields.take(tags.sequence).children;
  const serial = serialText(fields.take(tags.integer).integer);
  const [name, ...others] = names;
  if (name?.tag !== tags.context(4) || others.length > 0) return false;
  return serial === certificate.serial && certificate.issuer === comparableName(name.only(tags.context(4)));
}

/** The first certificate identifier: the signing certificate's, always (RFC 2634 section 5.4.1, RFC 5035 section 5.4.1.1). */
async function firstFits(attribute: Asn, certificate: Certificate, version: 1 | 2): Promise<boolean> {
  const first = attribute.fields(tags.sequence).take(tags.sequence).children[0];
  if (first === undefined) return false;
  const fields = first.fields(tags.sequence);
  const algorithm = version === 2 ? fields.find(tags.sequence) : undefined;
  const digest = fields.take(tags.octetString).content;
  const issuerSerial = fields.find(tags.sequence);
  const named = algorithm === undefined ? 'SHA-256' : findHash(readAlgorithm(algorithm).oid);
  if (named === undefined) throw new TimestampFlaw('unsupported-algorithm');
  const hash = version === 1 ? 'SHA-1' : named;
  return (
    equalBytes(await digestOf(hash, certificate.raw), digest) && issuerSerialFits(issuerSerial, certificate)
  );
}

/**
 * The certificate that the signed attributes name, by SHA-1 as RFC 2634 has it or by a better hash as RFC 5816 does; where both stand
 * there both must fit. Undefined if it is none of these, or if the attributes name none.
 * @throws the flaw `unsupported-algorithm` or `malformed`
 */
export async function findNamed(
  signer: TokenSigner,
  possible: readonly Certificate[],
): Promise<Certificate | undefined> {
  const first = signer.attribute(oids.signingCertificate);
  const second = signer.attribute(oids.signingCertificateV2);
  if (first === undefined && second === undefined) return undefined;
  for (const certificate of possible) {
    const fits =
      (first === undefined || (await firstFits(first, certificate, 1))) &&
      (second === undefined || (await firstFits(second, certificate, 2)));
    if (fits) return certificate;
  }
  return undefined;
}
