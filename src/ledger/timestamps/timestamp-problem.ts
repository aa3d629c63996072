/**
 * Why a timestamp proves nothing: a closed list. What each means is said here; what a learner or an officer reads is the
 * verifier's to say.
 */
export const timestampProblems = [
  /** Bytes that are no time-stamp token: broken encoding, a field missing or doubled, bytes left over. */
  'malformed',
  /** Larger than 64 KiB, nested deeper than 32, more than 8 certificates in a chain, or more work than any honest token asks for. */
  'over-limit',
  /** Signed content of another kind (RFC 3161 section 2.4.2: id-ct-TSTInfo). */
  'not-a-timestamp',
  /** No signer, or more than the one that RFC 3161 section 2.4.2 allows. */
  'wrong-signer-count',
  /** A hash, signature or curve that is not accepted: SHA-1, MD5, short RSA keys, and whatever is unknown here. */
  'unsupported-algorithm',
  /** Signed attributes missing, doubled or of another content type (RFC 5652 sections 11.1 and 11.2). */
  'wrong-attributes',
  /** The signer's certificate is neither in the token nor among those given. */
  'certificate-missing',
  /** The signing-certificate attribute is missing or names another certificate (RFC 2634 section 5.4, RFC 5816). */
  'wrong-certificate',
  /** The `tsa` field is no name of the signing certificate (RFC 3161 section 2.4.2). */
  'wrong-name',
  /** The signature does not fit the content: one of the two was altered. */
  'signature-wrong',
  /** The signing certificate is not for timestamps and nothing else (RFC 3161 section 2.3). */
  'wrong-purpose',
  /** No chain of certificates leads to a trusted authority. */
  'untrusted',
  /** A chain leads there, but through a certificate that may not issue others, or that asks for rules unknown here. */
  'chain-wrong',
  /** A certificate of the chain was not valid at the token's time. */
  'expired-at-gentime',
  /** The token is earlier than the policy trusts this authority. */
  'authority-not-yet',
  /** The token is later than the policy trusts this authority. */
  'authority-over',
  /** The token is of a time when the authority's key was in other hands. */
  'authority-compromised',
  /** A certificate of the chain was revoked by the token's time, as its issuer says. */
  'authority-revoked',
  /** Another message was stamped. */
  'wrong-imprint',
  /** The answer to another request. */
  'wrong-nonce',
  /** Made under a policy of the authority that is not among those allowed. */
  'wrong-policy',
] as const;

export type TimestampProblem = (typeof timestampProblems)[number];
