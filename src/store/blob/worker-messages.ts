import { z } from 'zod';

import { isErrorCode } from '../../base/error-codes.ts';
import { digestsSchema } from '../../evidence/digests.ts';

/** What the store and its capture threads say to each other. Both sides parse, like every boundary. */

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

export const sealingPlaceSchema = z.strictObject({
  folder: z.string(),
  incoming: z.string(),
  session: z.string(),
  vault: z.string(),
  epoch: z.int(),
  partLength: z.int(),
});

export const requestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('capture'), id: z.int(), path: z.string() }),
  z.strictObject({
    type: z.literal('decision'),
    id: z.int(),
    plaintextId: z.string(),
    shelves: z.array(z.int()).optional(),
  }),
  /** The store could not decide: give the content up. */
  z.strictObject({ type: z.literal('cancel'), id: z.int() }),
]);
export type CaptureRequest = z.infer<typeof requestSchema>;

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
