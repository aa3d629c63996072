import type { TrustedWhen } from '../trusted-when.ts';
import type { TimestampProblem } from './timestamp-problem.ts';

/** Hashes that an imprint or a signature may use, by WebCrypto's names. SHA-1 is refused. */
export type TimestampHash = 'SHA-256' | 'SHA-384' | 'SHA-512';

/** What was stamped: the hash of a message. */
export interface MessageImprint {
  readonly hash: TimestampHash;
  readonly digest: Uint8Array;
}

/** An authority whose word is taken for time: who trusts it, and since when, is never read from what is to be verified. */
export interface TrustedAuthority extends TrustedWhen {
  readonly name: string;
  /** DER of a root, of an intermediate, or of the authority's own certificate. */
  readonly certificate: Uint8Array;
  /** Policies (dotted object identifiers) under which its tokens are accepted; all when left out. */
  readonly policies?: readonly string[] | undefined;
}

interface GoodTimestamp {
  readonly ok: true;
  /** The token's time (genTime) in ISO 8601 with milliseconds; finer fractions are cut off. */
  readonly time: string;
  /** How far the time may be off either way, in milliseconds, if the token says so. */
  readonly accuracyMs: number | undefined;
  /** The name of the trusted authority at the end of the chain, out of the options. */
  readonly authority: string;
  /** The token's serial number in lower-case hexadecimal. */
  readonly serial: string;
  readonly policy: string;
  readonly hash: TimestampHash;
  /**
   * From when on a key that the token rests on was compromised, as a policy or its issuer has it: after `time`. Whoever held the key then could have
   * made a token with this time, so it counts only with proof that the token existed before (RFC 3161 section 4, point 1).
   */
  readonly compromisedFrom: string | undefined;
  /** Certificates in DER: first the signer's, last the trusted one. */
  readonly chain: readonly Uint8Array[];
  /** No certificate of the chain was revoked as of this moment, after `time`, by the revocation data that was given. ISO 8601. */
  readonly goodAsOf: string | undefined;
}

interface BadTimestamp {
  readonly ok: false;
  readonly code: TimestampProblem;
  /** The time that the token claims, once that much could be read. It proves nothing. */
  readonly time?: string;
}

export type TimestampVerdict = GoodTimestamp | BadTimestamp;

/** What a token says (RFC 3161 section 2.4.2, TSTInfo), with nothing checked but its form. */
export interface TimestampContent {
  /** genTime in ISO 8601 with milliseconds; finer fractions are cut off. */
  readonly time: string;
  /** genTime as it stands in the token, `20261122113000.25Z`. */
  readonly genTime: string;
  /** The hash is undefined if it is none that is accepted; `algorithm` is its object identifier. */
  readonly imprint: {
    readonly algorithm: string;
    readonly hash: TimestampHash | undefined;
    readonly digest: Uint8Array;
  };
  readonly policy: string;
  /** In lower-case hexadecimal. */
  readonly serial: string;
  /** Big-endian without leading zeros, if the request had one. */
  readonly nonce: Uint8Array | undefined;
  /** In milliseconds, with fractions for microseconds. */
  readonly accuracyMs: number | undefined;
  /** The authority's name as the token has it: a distinguished name as `CN=…, O=…`, or another kind of name. */
  readonly tsa: string | undefined;
}

/** An authority's answer (RFC 3161 section 2.4.2, TimeStampResp). */
export type TimestampResponse =
  | { readonly granted: true; readonly token: Uint8Array; readonly withMods: boolean }
  | {
      readonly granted: false;
      /** PKIStatus; `unreadable` if the bytes are no answer at all. */
      readonly status:
        'rejection' | 'waiting' | 'revocation-warning' | 'revocation-notification' | 'unreadable';
      /** The first PKIFailureInfo that is set. */
      readonly failure: TimestampFailure | undefined;
    };

/** PKIFailureInfo of RFC 3161 section 2.4.2, and `other` for a bit that it does not name. */
export type TimestampFailure =
  | 'badAlg'
  | 'badRequest'
  | 'badDataFormat'
  | 'timeNotAvailable'
  | 'unacceptedPolicy'
  | 'unacceptedExtension'
  | 'addInfoNotAvailable'
  | 'systemFailure'
  | 'other';
