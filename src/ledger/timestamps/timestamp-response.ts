import { type Asn, parseAsn, tags } from './asn.ts';
import { maxTokenSize } from './signed-token.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';
import type { TimestampFailure, TimestampResponse } from './timestamp-types.ts';

/** PKIStatus of RFC 3161 section 2.4.2: 0 granted, 1 grantedWithMods, then these. */
const statuses = ['rejection', 'waiting', 'revocation-warning', 'revocation-notification'] as const;

/** PKIFailureInfo by bit number, RFC 3161 section 2.4.2. */
const failures: ReadonlyMap<number, TimestampFailure> = new Map<number, TimestampFailure>([
  [0, 'badAlg'],
  [2, 'badRequest'],
  [5, 'badDataFormat'],
  [14, 'timeNotAvailable'],
  [15, 'unacceptedPolicy'],
  [16, 'unacceptedExtension'],
  [17, 'addInfoNotAvailable'],
  [25, 'systemFailure'],
]);

/** Words of the authority beside its status. */
const maxStatusSize = 8_192;

const unreadable: TimestampResponse = { granted: false, status: 'unreadable', failure: undefined };

function readFailure(bitString: Asn): TimestampFailure | undefined {
  const bytes = bitString.content.subarray(1);
  for (let bit = 0; bit < bytes.length * 8; bit += 1)
    if (((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) return failures.get(bit) ?? 'other';
  return undefined;
}

function read(bytes: Uint8Array): TimestampResponse {
  const fields = parseAsn(bytes).fields(tags.sequence);
  const info = fields.take(tags.sequence).fields(tags.sequence);
  const status = info.take(tags.integer).small;
  info.find(tags.sequence);
  const failInfo = info.find(tags.bitString);
  info.end();
  const token = fields.find(tags.sequence)?.raw.slice();
  fields.end();
  if (status <= 1) return token === undefined ? unreadable : { granted: true, token, withMods: status === 1 };
  const named = statuses[status - 2];
  if (named === undefined) return unreadable;
  return { granted: false, status: named, failure: failInfo && readFailure(failInfo) };
}

/**
 * Reads an authority's answer (TimeStampResp of RFC 3161 section 2.4.2). The token in it is not judged: that is verifyTimestamp's.
 * Never throws: what is no answer is `unreadable`.
 */
export function parseTimestampResponse(bytes: Uint8Array): TimestampResponse {
  if (bytes.length > maxTokenSize + maxStatusSize) return unreadable;
  try {
    return read(bytes);
  } catch (thrown) {
    if (!(thrown instanceof TimestampFlaw)) throw thrown;
    return unreadable;
  }
}
