import { encodeBase64, equalBytes } from '../../../base/bytes.ts';
import { hashOids } from '../algorithms.ts';
import { parseAsn, tags } from '../asn.ts';
import { mayHaveIssued } from '../certificate-rules.ts';
import type { Certificate } from '../certificate.ts';
import { digestOf, isSignedBy } from '../check-signature.ts';
import { oids } from '../object-identifiers.ts';
import { TimestampFlaw } from '../timestamp-flaw.ts';
import { parseOcspAnswer, type OcspAnswer, type OcspStatus } from './ocsp-answer.ts';
import { parseRevocationList, type RevocationList } from './revocation-list.ts';
import { lostSince, type Revoked } from './revocation-reasons.ts';

/** What an issuer said of a certificate of its own, and as of when. */
export interface CertificateStatus {
  readonly state: 'good' | Revoked;
  /** In milliseconds since 1970. */
  readonly thisUpdate: number;
}

/** What is known of a chain's certificates, the trusted one at its end left out. Times in milliseconds since 1970. */
export interface ChainRevocation {
  /** One was revoked by the time that is asked about. */
  readonly revoked: boolean;
  /** Since when a key of the chain may have been in other hands. */
  readonly lostSince: number | undefined;
  /** Every one was good after the time that is asked about, as of this moment at least. */
  readonly goodAsOf: number | undefined;
}

/** Most lists and answers that are looked at. */
const mostData = 256;
const cRLSign = 6;

const nameHashes: ReadonlyMap<string, 'SHA-1' | 'SHA-256'> = new Map([
  [oids.sha1, 'SHA-1'],
  [hashOids['SHA-256'], 'SHA-256'],
]);

type Statement = RevocationList | OcspAnswer;

/** Revocation lists and OCSP answers; what cannot be read, or is not signed by whom it must be, says nothing. */
export class RevocationData {
  readonly #statements: readonly Statement[];
  readonly #known = new Map<string, Promise<readonly CertificateStatus[]>>();

  /** @param data each in DER: a CertificateList or an OCSPResponse */
  constructor(data: readonly Uint8Array[]) {
    this.#statements = data.slice(0, mostData).flatMap(readStatement);
  }

  /**
   * Judges a chain whose signatures hold: first the signer's certificate, last the trusted one, of which only the reader says what it is
   * worth.
   * @param at milliseconds since 1970: when the chain was relied on
   */
  async judge(chain: readonly Certificate[], at: number): Promise<ChainRevocation> {
    let [revoked, lost, goodAsOf] = [false, Infinity, Infinity];
    for (const [place, certificate] of chain.slice(0, -1).entries()) {
      const issuer = chain[place + 1];
      if (issuer === undefined) break;
      const statuses = await this.statusesOf(certificate, issuer);
      let good = -Infinity;
      for (const { state, thisUpdate } of statuses) {
        if (state === 'good') {
          if (thisUpdate >= at) good = Math.max(good, thisUpdate);
          continue;
        }
        lost = Math.min(lost, lostSince(state) ?? Infinity);
        if (state.at <= at) revoked = true;
      }
      goodAsOf = Math.min(goodAsOf, good);
    }
    return {
      revoked: revoked || lost <= at,
      lostSince: Number.isFinite(lost) ? lost : undefined,
      goodAsOf: Number.isFinite(goodAsOf) && !revoked && lost === Infinity ? goodAsOf : undefined,
    };
  }

  /** All that the issuer said of a certificate. */
  statusesOf(certificate: Certificate, issuer: Certificate): Promise<readonly CertificateStatus[]> {
    // The same chain stands behind thousands of tokens.
    const key = `${encodeBase64(certificate.raw)} ${encodeBase64(issuer.raw)}`;
    const known = this.#known.get(key) ?? this.#find(certificate, issuer);
    this.#known.set(key, known);
    return known;
  }

  async #find(certificate: Certificate, issuer: Certificate): Promise<readonly CertificateStatus[]> {
    const found: CertificateStatus[] = [];
    for (const statement of this.#statements)
      found.push(
        ...(statement.kind === 'list'
          ? await ofList(statement, certificate, issuer)
          : await ofAnswer(statement, certificate, issuer)),
      );
    return found;
  }
}

function readStatement(der: Uint8Array): Statement[] {
  try {
    const [first] = parseAsn(der).require(tags.sequence).children;
    return [first?.tag === tags.enumerated ? parseOcspAnswer(der) : parseRevocationList(der)];
  } catch (thrown) {
    if (thrown instanceof TimestampFlaw) return [];
    throw thrown;
  }
}

async function ofList(
  list: RevocationList,
  certificate: Certificate,
  issuer: Certificate,
): Promise<CertificateStatus[]> {
  const may = issuer.keyUsage === undefined || issuer.keyUsage.has(cRLSign);
  if (list.issuer !== certificate.issuer || !may || !(await isSignedBy(list, issuer))) return [];
  const { thisUpdate } = list;
  const revoked = list.revoked.get(certificate.serial);
  if (revoked !== undefined) return [{ state: revoked, thisUpdate }];
  return list.covers(certificate) ? [{ state: 'good', thisUpdate }] : [];
}

async function ofAnswer(
  answer: OcspAnswer,
  certificate: Certificate,
  issuer: Certificate,
): Promise<CertificateStatus[]> {
  const found: CertificateStatus[] = [];
  for (const status of answer.statuses) {
    const { state, thisUpdate } = status;
    if (state !== 'unknown' && (await isAbout(status, certificate, issuer)))
      found.push({ state, thisUpdate });
  }
  return found.length > 0 && (await isAuthorised(answer, issuer)) ? found : [];
}

async function isAbout(
  { hash, issuerName, issuerKey, serial }: OcspStatus,
  certificate: Certificate,
  issuer: Certificate,
): Promise<boolean> {
  const by = nameHashes.get(hash);
  if (by === undefined || serial !== certificate.serial) return false;
  const name = await digestOf(by, issuer.subjectDer);
  return equalBytes(issuerName, name) && equalBytes(issuerKey, await digestOf(by, keyBits(issuer)));
}

/** The key of a SubjectPublicKeyInfo without its algorithm (RFC 6960 section 4.1.1, issuerKeyHash). */
export function keyBits({ spki }: Certificate): Uint8Array {
  const fields = parseAsn(spki).fields(tags.sequence);
  fields.take(tags.sequence);
  return fields.take(tags.bitString).bits;
}

/** Signed by the issuer, or by whom the issuer itself certified for that (RFC 6960 section 4.2.2.2) when the answer was made. */
async function isAuthorised(answer: OcspAnswer, issuer: Certificate): Promise<boolean> {
  if (await isSignedBy(answer, issuer)) return true;
  for (const certificate of answer.certificates) {
    const { extKeyUsage, notBefore, notAfter } = certificate;
    const may =
      mayHaveIssued(issuer, certificate) &&
      extKeyUsage?.purposes.includes(oids.ocspSigning) === true &&
      notBefore <= answer.producedAt &&
      answer.producedAt <= notAfter;
    if (may && (await isSignedBy(certificate, issuer)) && (await isSignedBy(answer, certificate)))
      return true;
  }
  return false;
}
