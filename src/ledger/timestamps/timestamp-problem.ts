/**
 * Why a timestamp proves nothing: a closed list. What each means is said here; what a learner or an officer reads is the
 * verifier's to say.
 */
export const timestampProblems = {
  /** Bytes that are no time-stamp token: broken encoding, a field missing or doubled, bytes left over. */
  malformed: 'not a readable time-stamp token',
  /** Larger than 64 KiB, nested deeper than 32, more than 8 certificates in a chain, or more work than any honest token asks for. */
  'over-limit': 'over the limits of size, depth or chain',
  /** Signed content of another kind (RFC 3161 section 2.4.2: id-ct-TSTInfo). */
  'not-a-timestamp': 'signed content that is no timestamp',
  /** No signer, or more than the one that RFC 3161 section 2.4.2 allows. */
  'wrong-signer-count': 'not exactly one signer',
  /** A hash, signature or curve that is not accepted: SHA-1, MD5, short RSA keys, and whatever is unknown here. */
  'unsupported-algorithm': 'an algorithm that is not accepted',
  /** Signed attributes missing, doubled or of another content type (RFC 5652 sections 11.1 and 11.2). */
  'wrong-attributes': 'signed attributes missing or wrong',
  /** The signer's certificate is neither in the token nor among those given. */
  'certificate-missing': "the signer's certificate is not at hand",
  /** The signing-certificate attribute is missing or names another certificate (RFC 2634 section 5.4, RFC 5816). */
  'wrong-certificate': 'the signed attributes name another certificate',
  /** The `tsa` field is no name of the signing certificate (RFC 3161 section 2.4.2). */
  'wrong-name': "the authority's name is not in its certificate",
  /** The signature does not fit the content: one of the two was altered. */
  'signature-wrong': 'the signature does not fit',
  /** The signing certificate is not for timestamps and nothing else (RFC 3161 section 2.3). */
  'wrong-purpose': 'the certificate is not for timestamps alone',
  /** No chain of certificates leads to a trusted authority. */
  untrusted: 'no chain to a trusted authority',
  /** A chain leads there, but through a certificate that may not issue others, or that asks for rules unknown here. */
  'chain-wrong': 'a certificate in the chain may not issue others',
  /** A certificate of the chain was not valid at the token's time. */
  'expired-at-gentime': "a certificate was not valid at the token's time",
  /** The token is earlier than the policy trusts this authority. */
  'authority-not-yet': 'earlier than the authority is trusted',
  /** The token is later than the policy trusts this authority. */
  'authority-over': 'later than the authority is trusted',
  /** The token is of a time when the authority's key was in other hands. */
  'authority-compromised': "of a time when the authority's key was compromised",
  /** Another message was stamped. */
  'wrong-imprint': 'another message was stamped',
  /** The answer to another request. */
  'wrong-nonce': 'the answer to another request',
  /** Made under a policy of the authority that is not among those allowed. */
  'wrong-policy': 'made under a policy that is not allowed',
} as const satisfies Record<string, string>;

export type TimestampProblem = keyof typeof timestampProblems;
