/** Why a signature proves nothing, whatever its key (RFC 6376; the rules beyond it are this product's). */
export const dkimRefusals = [
  /** The body is not the one that was signed. */
  'body-changed',
  /** A signed header field is not the one that was signed, or the key is not the one that signed. */
  'signature-wrong',
  /** `l=`: anything may be added to the end. */
  'length-limited',
  'from-missing',
  'from-doubled',
  'date-doubled',
  'subject-doubled',
  'from-not-signed',
  'date-not-signed',
  'subject-not-signed',
  /** `x=` had passed when the message was captured. */
  'expired',
  /** `t=` lay more than a day ahead when the message was captured. */
  'not-yet-signed',
  /** RSA of less than 1024 bits (RFC 8301 section 3.2). */
  'weak-key',
  /** rsa-sha1 (RFC 8301 section 3.1). */
  'weak-algorithm',
  /** `i=` is outside `d=`, or the key forbids the difference (`t=s`). */
  'identity-mismatch',
  /** The key record is for other services or hashes. */
  'key-not-for-mail',
] as const;

/** Why nothing can be said of a signature. */
export const dkimGaps = [
  /** The name system has no such record (any more). */
  'key-gone',
  /** The record's key is empty: withdrawn by its owner. */
  'key-revoked',
  /** More than one key record at one name. */
  'key-ambiguous',
  'key-unreadable',
  /** The name system did not answer. */
  'dns-failed',
  /** The signature's own field could not be read. */
  'unreadable',
  'unknown-algorithm',
  /** A signed field holds bytes outside ASCII, which checkers treat differently. */
  'eight-bit-header',
  /** The message or its header is larger than is checked. */
  'too-large',
] as const;

export type DkimCode = (typeof dkimRefusals)[number] | (typeof dkimGaps)[number];

export function isRefusal(code: DkimCode): boolean {
  return (dkimRefusals as readonly string[]).includes(code);
}
