import { equalBytes } from '../../base/bytes.ts';
import { tags, withoutLeadingZeros } from './asn.ts';
import { hasName, isForTimestamps } from './certificate-rules.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { digestOf, signatureFits } from './check-signature.ts';
import { Anchors, findAuthority } from './find-authority.ts';
import { oids } from './object-identifiers.ts';
import { RevocationData } from './revocation/revocation-data.ts';
import { parseSignedToken, parseSigner, type SignedToken, type TokenSigner } from './signed-token.ts';
import { findNamed } from './signing-certificate.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';
import type { TimestampProblem } from './timestamp-problem.ts';
import type { TimestampHash, TimestampVerdict, TrustedAuthority } from './timestamp-types.ts';
import { parseTstInfo, type TstInfo } from './tst-info.ts';

export interface VerifyTimestampOptions {
  /** The bytes that are said to be stamped. */
  readonly message: Uint8Array;
  /** Read once (`Anchors`) where there are many tokens. */
  readonly trusted: readonly TrustedAuthority[] | Anchors;
  /** The nonce of the request, when it is known. Big-endian, leading zeros do not matter. */
  readonly nonce?: Uint8Array | undefined;
  /** Policies accepted whatever the authority; all when left out. */
  readonly policies?: readonly string[] | undefined;
  /** Further certificates (DER) to build the chain from; they are not trusted for being here. */
  readonly chain?: readonly Uint8Array[] | undefined;
  /** What issuers said of certificates that they revoked, or did not; not looked at if left out. */
  readonly revocation?: RevocationData | undefined;
}

/** Most certificates that come along with a token, in it or beside it. */
const maxCertificates = 128;

const noRevocation = new RevocationData([]);

function require(holds: boolean, problem: TimestampProblem): void {
  if (!holds) throw new TimestampFlaw(problem);
}

/** Signed attributes as RFC 5652 section 11 wants them; the digest ties them to the content. */
async function checkAttributes(signer: TokenSigner, content: Uint8Array): Promise<void> {
  const type = signer.attribute(oids.contentType);
  const digest = signer.attribute(oids.messageDigest);
  if (type?.tag !== tags.oid || digest?.tag !== tags.octetString) throw new TimestampFlaw('wrong-attributes');
  require(type.oid === oids.tstInfo, 'wrong-attributes');
  require(equalBytes(digest.content, await digestOf(signer.digest, content)), 'signature-wrong');
}

async function checkImprint(tstInfo: TstInfo, message: Uint8Array): Promise<TimestampHash> {
  const { hash, digest } = tstInfo.content.imprint;
  if (hash === undefined) throw new TimestampFlaw('unsupported-algorithm');
  require(equalBytes(digest, await digestOf(hash, message)), 'wrong-imprint');
  return hash;
}

/** The signer's certificate out of all that are at hand, if its key made the signature. */
async function checkSigner(
  signer: TokenSigner,
  atHand: readonly Certificate[],
  tstInfo: TstInfo,
): Promise<Certificate> {
  const possible = atHand.filter((one) => signer.isOf(one));
  require(possible.length > 0, 'certificate-missing');
  const certificate = await findNamed(signer, possible);
  if (certificate === undefined) throw new TimestampFlaw('wrong-certificate');
  const { scheme, signature, signedAttributes } = signer;
  require(await signatureFits(scheme, certificate.spki, signature, signedAttributes), 'signature-wrong');
  require(isForTimestamps(certificate), 'wrong-purpose');
  require(tstInfo.tsaName === undefined || hasName(certificate, tstInfo.tsaName), 'wrong-name');
  return certificate;
}

async function judge(
  token: SignedToken,
  tstInfo: TstInfo,
  options: VerifyTimestampOptions,
): Promise<TimestampVerdict> {
  const { message, trusted, nonce, policies, chain = [], revocation = noRevocation } = options;
  const { content, at } = tstInfo;
  // First of all: a token over something else was put here on purpose, whoever signed it.
  const hash = await checkImprint(tstInfo, message);
  const anchors = (trusted instanceof Anchors ? trusted : new Anchors(trusted)).all;
  const certificates = [...token.certificates, ...chain];
  require(certificates.length <= maxCertificates, 'over-limit');
  const others = certificates.map(parseCertificate);
  const signer = parseSigner(token.signers);
  await checkAttributes(signer, token.content);
  const atHand = [...others, ...anchors.map(({ certificate }) => certificate)];
  const certificate = await checkSigner(signer, atHand, tstInfo);
  const found = await findAuthority(certificate, anchors, others, {
    at,
    policy: content.policy,
    revocation,
  });
  const { authority, compromisedFrom, goodAsOf } = found;
  if (nonce !== undefined) {
    const answered = content.nonce;
    require(answered !== undefined && equalBytes(answered, withoutLeadingZeros(nonce)), 'wrong-nonce');
  }
  require(policies === undefined || policies.includes(content.policy), 'wrong-policy');
  return {
    ok: true,
    time: content.time,
    accuracyMs: content.accuracyMs,
    authority: authority.name,
    serial: content.serial,
    policy: content.policy,
    hash,
    compromisedFrom,
    chain: found.chain.map(({ raw }) => raw),
    goodAsOf,
  };
}

/**
 * Judges a time-stamp token (RFC 3161 section 2.4.2) over a message: form, signature, purpose of the certificate, chain to a trusted
 * authority valid at the token's time, imprint, nonce and policy. Nothing in the token is trusted for standing there.
 * Revocation is judged by what is handed in, and else left to a policy's `compromisedFrom`. README.md lists where `openssl ts -verify` judges otherwise.
 * @param token BER of the ContentInfo, at most 64 KiB
 * @returns the first problem that is found, or what the token proves; never throws for what stands in the token
 * @throws VaultError `format.malformed` for a trusted certificate or a policy's time that cannot be read
 */
export async function verifyTimestamp(
  token: Uint8Array,
  options: VerifyTimestampOptions,
): Promise<TimestampVerdict> {
  let tstInfo: TstInfo | undefined;
  try {
    const signed = parseSignedToken(token);
    tstInfo = parseTstInfo(signed.content);
    return await judge(signed, tstInfo, options);
  } catch (thrown) {
    if (!(thrown instanceof TimestampFlaw)) throw thrown;
    return { ok: false, code: thrown.problem, ...(tstInfo && { time: tstInfo.content.time }) };
  }
}
