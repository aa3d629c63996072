import * as asn1js from 'asn1js';

import { VaultError } from '../../base/errors.ts';
import { hashOids } from './algorithms.ts';
import { withoutLeadingZeros } from './asn.ts';
import type { MessageImprint } from './timestamp-types.ts';

const digestLengths = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 } as const;

/** What an authority is asked (RFC 3161 section 2.4.1). */
export interface TimestampRequest {
  readonly imprint: MessageImprint;
  /** Random bytes, 8 to 32, that the answer must repeat; big-endian, leading zeros are dropped. */
  readonly nonce: Uint8Array;
  /** Always: a token without its certificates could not be judged later. */
  readonly certReq: true;
  /** Ask for a policy of the authority by its dotted identifier. */
  readonly policy?: string | undefined;
}

/** A positive INTEGER of big-endian bytes. */
export function positiveInteger(bytes: Uint8Array): asn1js.Integer {
  const significant = withoutLeadingZeros(bytes);
  const padded = new Uint8Array(significant.length + 1);
  padded.set(significant, 1);
  const needsZero = significant.length === 0 || (significant[0] ?? 0) >= 0x80;
  return new asn1js.Integer({ valueHex: needsZero ? padded : significant.slice() });
}

/**
 * A TimeStampReq in DER, for `application/timestamp-query`.
 * @throws VaultError `internal.bug` for a digest that is not as long as its hash, or a nonce that is too short
 */
export function encodeTimestampRequest(request: TimestampRequest): Uint8Array {
  const { imprint, nonce, policy } = request;
  if (imprint.digest.length !== digestLengths[imprint.hash])
    throw new VaultError('internal.bug', { what: 'imprint' });
  if (nonce.length < 8 || nonce.length > 32) throw new VaultError('internal.bug', { what: 'nonce' });
  const sequence = new asn1js.Sequence({
    value: [
      new asn1js.Integer({ value: 1 }),
      new asn1js.Sequence({
        value: [
          new asn1js.Sequence({
            value: [new asn1js.ObjectIdentifier({ value: hashOids[imprint.hash] }), new asn1js.Null()],
          }),
          new asn1js.OctetString({ valueHex: imprint.digest.slice() }),
        ],
      }),
      ...(policy === undefined ? [] : [new asn1js.ObjectIdentifier({ value: policy })]),
      positiveInteger(nonce),
      new asn1js.Boolean({ value: true }),
    ],
  });
  return new Uint8Array(sequence.toBER());
}
