/** Header of an age file without its recipients: version line and code of authenticity (https://age-encryption.org/v1). */
const frame = 'age-encryption.org/v1\n'.length + '--- '.length + 43 + 1;
/** `-> X25519 SHARE\nKEY\n`, both 32 bytes in base64 without padding. */
const stanza = '-> X25519 '.length + 43 + 1 + 43 + 1;
const nonce = 16;
const chunk = 65_536;
const tag = 16;

/**
 * Length of an age file.
 * @param plain bytes that are encrypted
 * @param recipients number of X25519 recipients, one at least
 */
export function sealedSize(plain: number, recipients: number): number {
  return frame + stanza * recipients + nonce + plain + tag * Math.max(1, Math.ceil(plain / chunk));
}
