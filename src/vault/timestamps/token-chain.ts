import { VaultError } from '../../base/errors.ts';
import { isForTimestamps, mayHaveIssued } from '../../ledger/timestamps/certificate-rules.ts';
import { type Certificate, parseCertificate } from '../../ledger/timestamps/certificate.ts';
import { isSignedBy } from '../../ledger/timestamps/check-signature.ts';
import { certificateAddresses } from '../../ledger/timestamps/revocation/certificate-addresses.ts';
import { parseSignedToken, parseSigner } from '../../ledger/timestamps/signed-token.ts';
import { TimestampFlaw } from '../../ledger/timestamps/timestamp-flaw.ts';

const longestChain = 8;

/** The certificate that signed a token, and those that came along; undefined where the token does not hold it or cannot be read. */
export function certificatesOf(
  token: Uint8Array,
): { readonly signer: Certificate; readonly others: readonly Certificate[] } | undefined {
  try {
    const signed = parseSignedToken(token);
    const others = signed.certificates.map(parseCertificate);
    const { isOf } = parseSigner(signed.signers);
    const signer = others.find((one) => isOf(one) && isForTimestamps(one));
    return signer && { signer, others };
  } catch (thrown) {
    if (thrown instanceof TimestampFlaw) return undefined;
    throw thrown;
  }
}

/** A chain without a judgement: whom a reader trusts is not known here. */
export interface FoundChain {
  /** First the signer's certificate; each is signed by the next. */
  readonly chain: readonly Certificate[];
  /** Those that did not come along with the token. */
  readonly fetched: readonly Certificate[];
}

/**
 * Goes up from a signer's certificate to one that signed itself, with what came along and what can be fetched.
 * @param fetchCertificate gets what lies at an address that a certificate names; where it throws `proof.*` or `source.unsafe-address`, the chain ends there
 */
export async function findChain(
  signer: Certificate,
  others: readonly Certificate[],
  fetchCertificate: (address: string) => Promise<Uint8Array>,
): Promise<FoundChain> {
  const chain = [signer];
  const fetched: Certificate[] = [];
  for (let last = signer; last.issuer !== last.subject && chain.length < longestChain;) {
    const issuer = (await issuerAmong(last, others)) ?? (await fetchIssuer(last, fetchCertificate, fetched));
    if (issuer === undefined || chain.includes(issuer)) break;
    chain.push(issuer);
    last = issuer;
  }
  return { chain, fetched };
}

async function issuerAmong(
  certificate: Certificate,
  possible: readonly Certificate[],
): Promise<Certificate | undefined> {
  for (const issuer of possible)
    if (mayHaveIssued(issuer, certificate) && (await isSignedBy(certificate, issuer))) return issuer;
  return undefined;
}

async function fetchIssuer(
  certificate: Certificate,
  fetchCertificate: (address: string) => Promise<Uint8Array>,
  fetched: Certificate[],
): Promise<Certificate | undefined> {
  for (const address of certificateAddresses(certificate).issuers) {
    try {
      const found = parseCertificate(await fetchCertificate(address));
      if ((await issuerAmong(certificate, [found])) === undefined) continue;
      fetched.push(found);
      return found;
    } catch (thrown) {
      const isTheirs =
        thrown instanceof TimestampFlaw ||
        (thrown instanceof VaultError && /^(?:proof|source)\./u.test(thrown.code));
      if (!isTheirs) throw thrown;
    }
  }
  return undefined;
}
