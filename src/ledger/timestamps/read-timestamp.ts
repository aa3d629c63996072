import { VaultError } from '../../base/errors.ts';
import { parseSignedToken } from './signed-token.ts';
import type { TimestampContent } from './timestamp-types.ts';
import { parseTstInfo } from './tst-info.ts';

/**
 * What a token says, before anybody is trusted: no signature is checked, so anybody can have written it.
 * @param token DER of a TimeStampToken (RFC 3161 section 2.4.2), at most 64 KiB
 * @throws VaultError `format.malformed`
 */
export function readTimestamp(token: Uint8Array): TimestampContent {
  try {
    return parseTstInfo(parseSignedToken(token).content).content;
  } catch (cause) {
    throw new VaultError('format.malformed', { what: 'timestamp' }, cause);
  }
}
