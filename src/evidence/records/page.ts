import { z } from 'zod';

import { itemIdSchema, itemIdsSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { instantSchema } from '../values/times.ts';

const certificateStates = ['valid', 'not-valid', 'none', 'not-checked'] as const;

/** A page of a portal that the learner kept, with where and when it was seen. Its forms are documents of their own. */
export const pageSchema = openObject({
  /** Without user name, password, token or other secrets. */
  address: z.string().min(1),
  title: z.string().exactOptional(),
  /** When it was seen, by this computer's clock. */
  seen: instantSchema,
  /** What the connection's certificate said. */
  certificate: openObject({
    state: z.enum(certificateStates),
    subject: z.string().exactOptional(),
    issuer: z.string().exactOptional(),
    /** SHA-256 of the certificate, in hexadecimal. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .exactOptional(),
    validFrom: instantSchema.exactOptional(),
    validTo: instantSchema.exactOptional(),
  }).exactOptional(),
  pdf: itemIdSchema.exactOptional(),
  screenshot: itemIdSchema.exactOptional(),
  /** The self-contained source of the page. */
  pageSource: itemIdSchema.exactOptional(),
  /** Files that were downloaded there. */
  items: itemIdsSchema.exactOptional(),
});
export type Page = z.infer<typeof pageSchema>;
