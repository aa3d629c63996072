import { z } from 'zod';

import { isErrorCode } from '../../base/error-codes.ts';
import { digestsSchema } from '../../evidence/digests.ts';

/** What capture threads say to the store, which checks it like everything that comes over a boundary. */

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const storedPartSchema = z.strictObject({
  shelf: z.int(),
  file: z.string(),
  sealedSize: z.int(),
  key: bytes,
});

export const replySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('progress'), id: z.int(), bytes: z.int() }),
  z.strictObject({ type: z.literal('digested'), id: z.int(), digests: digestsSchema, parts: z.int() }),
  z.strictObject({
    type: z.literal('captured'),
    id: z.int(),
    digests: digestsSchema,
    head: bytes,
    parts: z.array(storedPartSchema).optional(),
  }),
  z.strictObject({
    type: z.literal('failed'),
    id: z.int(),
    code: z.string().refine(isErrorCode),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** For a developer's eyes. */
    cause: z.string(),
  }),
]);
export type CaptureReply = z.infer<typeof replySchema>;
