import { z } from 'zod';

import { digestsSchema } from './digests.ts';

/** A certificate of the TLS chain a response came over: enough to name it later, leaf first. */
const certificateSchema = z.looseObject({
  subject: z.string(),
  issuer: z.string(),
  /** SHA-256 of the DER, lower-case hexadecimal. */
  sha256: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
});

/** A raw answer of the source, kept as a blob; credentials were taken out before hashing and their names are listed. */
const rawResponseSchema = z.looseObject({
  ...digestsSchema.shape,
  mediaType: z.string(),
  /** Names of what was removed, such as `privatetoken`. */
  removed: z.array(z.string()),
});

/** Where an observation came from and when. Addresses hold no secrets. */
export const provenanceSchema = z.looseObject({
  /** How it came in: `file`, `web-service`, `download`, … */
  method: z.string(),
  /** URL without credentials, or the path the learner chose. */
  address: z.string().optional(),
  /** The web service function asked, if any. */
  function: z.string().optional(),
  /** HTTP status. */
  status: z.int().optional(),
  /** The answer's own Date header, verbatim. */
  date: z.string().optional(),
  /** The answer's ETag header, verbatim. */
  etag: z.string().optional(),
  /** Leaf first; absent where there was no TLS. */
  tls: z.array(certificateSchema).optional(),
  /** When this app received it, ISO 8601. */
  received: z.string(),
  /** The app and its version: `evidence-vault/0.1.0`. */
  app: z.string(),
  /** IANA time zone of this computer then. */
  timeZone: z.string(),
  raw: z.array(rawResponseSchema).optional(),
});

export type Certificate = z.infer<typeof certificateSchema>;
export type RawResponse = z.infer<typeof rawResponseSchema>;
export type Provenance = z.infer<typeof provenanceSchema>;
