import { describe, expect, it } from 'vitest';

import { VaultError } from '../../../../src/base/errors.ts';
import { readTimestamp } from '../../../../src/ledger/timestamps/read-timestamp.ts';
import { encodeTimestampRequest } from '../../../../src/ledger/timestamps/timestamp-request.ts';
import { parseTimestampResponse } from '../../../../src/ledger/timestamps/timestamp-response.ts';
import {
  bitString,
  generalizedTime,
  integer,
  sequence,
  text,
} from '../../../../src/practice/authority/der.ts';
import { madeNonce, makeToken } from '../../../support/timestamps/made-token.ts';

const imprint = { hash: 'SHA-256', digest: new Uint8Array(32) } as const;
const status = (number: number, ...more: readonly Uint8Array[]): Uint8Array =>
  sequence(integer(number), ...more);

describe('the exchange with an authority', () => {
  it('reads what a token says before anybody is trusted', () => {
    expect(readTimestamp(makeToken().token)).toMatchObject({
      time: '2026-01-02T03:04:05.250Z',
      genTime: '20260102030405.25Z',
      policy: '1.2.3.4.1',
      serial: '1234',
      nonce: madeNonce,
      accuracyMs: 1000,
      tsa: 'O=Test, CN=Time',
      imprint: { algorithm: '2.16.840.1.101.3.4.2.1', hash: 'SHA-256' },
    });
  });

  it.each(['2026-02-28T23:59:59.001Z', '2028-02-29T00:00:00.000Z', '1999-12-31T23:59:59.990Z'])(
    'reads the time %s to the millisecond',
    (time) => {
      expect(readTimestamp(makeToken({ tstInfo: { time: new Date(time) } }).token).time).toBe(time);
    },
  );

  it('writes no zeros at the end of a fraction, as the RFC wants it', () => {
    const ascii = (time: string): string =>
      String.fromCharCode(...generalizedTime(new Date(time)).subarray(2));
    expect(ascii('2026-01-02T03:04:05.000Z')).toBe('20260102030405Z');
    expect(ascii('2026-01-02T03:04:05.120Z')).toBe('20260102030405.12Z');
  });

  it('refuses to ask with an imprint of the wrong length or a nonce that could be guessed', () => {
    const nonce = new Uint8Array(8).fill(1);
    const short = { ...imprint, digest: new Uint8Array(20) };
    expect(() => encodeTimestampRequest({ imprint: short, nonce, certReq: true })).toThrow(VaultError);
    expect(() => encodeTimestampRequest({ imprint, nonce: nonce.subarray(1), certReq: true })).toThrow(
      VaultError,
    );
  });

  it('takes a token that was granted, as asked for or with changes', () => {
    const { token } = makeToken();
    const granted = (number: number) => parseTimestampResponse(sequence(status(number), token));
    expect(granted(0)).toEqual({ granted: true, token, withMods: false });
    expect(granted(1)).toEqual({ granted: true, token, withMods: true });
  });

  it.each([
    [
      'a bad request',
      status(2, sequence(text('no')), bitString(Uint8Array.of(0x20), 5)),
      'rejection',
      'badRequest',
    ],
    ['an unknown policy', status(2, bitString(Uint8Array.of(0, 1), 0)), 'rejection', 'unacceptedPolicy'],
    ['a clock that failed', status(2, bitString(Uint8Array.of(0, 2), 1)), 'rejection', 'timeNotAvailable'],
    ['a reason unheard of', status(2, bitString(Uint8Array.of(0x40), 6)), 'rejection', 'other'],
    ['no reason', status(2), 'rejection', undefined],
    ['a request to wait', status(3), 'waiting', undefined],
    ['a warning of revocation', status(4), 'revocation-warning', undefined],
    ['a revocation', status(5), 'revocation-notification', undefined],
    ['a status unheard of', status(9), 'unreadable', undefined],
    ['a grant without a token', status(0), 'unreadable', undefined],
  ])('takes a refusal for %s as one', (_name, info, kind, failure) => {
    expect(parseTimestampResponse(sequence(info))).toEqual({ granted: false, status: kind, failure });
  });

  it('takes a web page, nothing, and too much for unreadable', () => {
    const unreadable = { granted: false, status: 'unreadable', failure: undefined };
    for (const bytes of [new TextEncoder().encode('<html>'), new Uint8Array(), new Uint8Array(80_000)])
      expect(parseTimestampResponse(bytes)).toEqual(unreadable);
  });
});
