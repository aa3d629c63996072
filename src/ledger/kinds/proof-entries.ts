import { z } from 'zod';

import { base64Text, logIdText, sha256Text, timeText } from './common.ts';

/** The signed state of a log that somebody outside the vault saw. */
const seenCheckpoint = {
  /** The log that was seen: it need not be the one that this entry lies in. */
  log: logIdText,
  size: z.int().positive(),
  root: sha256Text,
  /** The checkpoint's signed note with the log's own signature line and no other; exactly these bytes of UTF-8 were seen. */
  note: z.string().max(2048),
};

/** A time stamping authority (RFC 3161) said when it had seen a checkpoint. */
export const checkpointStamped = z.looseObject({
  kind: z.literal('checkpoint-stamped'),
  at: timeText,
  ...seenCheckpoint,
  /** Address of the authority. */
  authority: z.string().max(2048),
  /** The TimeStampToken (a CMS ContentInfo) in DER, base64; its imprint is the SHA-256 of `note`. */
  token: base64Text,
  /** Certificates that the token itself does not carry, DER, base64. */
  chain: z.array(base64Text).max(16).optional(),
  /** Revocation lists and answers, DER, base64. */
  revocation: z.array(base64Text).max(16).optional(),
});

/**
 * What issuers said of the certificates that an authority's tokens rest on, kept while they still say it, so that later stamps prove that
 * it was there (the idea of RFC 4998). It says nothing of a token by itself: whom it is about stands in what it holds.
 */
export const stampEvidence = z.looseObject({
  kind: z.literal('stamp-evidence'),
  at: timeText,
  /** Address of the authority. */
  authority: z.string().max(2048),
  /** SHA-256 of the certificate that signed its tokens. */
  signer: sha256Text,
  /** Certificates that its tokens do not carry, DER, base64. */
  chain: z.array(base64Text).max(16),
  /** Revocation lists (RFC 5280) and OCSP answers (RFC 6960), DER, base64. */
  revocation: z.array(base64Text).max(16),
});

/** A witness (https://c2sp.org/tlog-witness) signed that a checkpoint extends all that it had seen of the log. */
export const checkpointCosigned = z.looseObject({
  kind: z.literal('checkpoint-cosigned'),
  at: timeText,
  ...seenCheckpoint,
  /** Name of the witness's key. */
  witness: z.string().max(2048),
  /** The witness's key (`name+hash+key`), so that the line can be read; it is trusted only if a reader's policy names it. */
  key: z.string().max(2048),
  /** The signature line (https://c2sp.org/tlog-cosignature), without its line feed. */
  line: z.string().max(8192),
});
