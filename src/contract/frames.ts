import { z } from 'zod';

import { replySchema } from './reply.ts';
import { secretKeySchema } from './sealed-secret.ts';

/** What a page may send: a call, which is answered once, or a wish to give up a call. */
export const pageFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('call'),
    /** Counted up by the page; one answer bears the same number. */
    id: z.int().nonnegative(),
    method: z.string().max(64),
    input: z.unknown(),
  }),
  z.strictObject({ type: z.literal('cancel'), id: z.int().nonnegative() }),
]);
export type PageFrame = z.infer<typeof pageFrameSchema>;

/** What engine or shell send to a page. */
export const answerFrameSchema = z.discriminatedUnion('type', [
  /** First of all: the key to which this port's secrets are sealed; the shell has none. */
  z.strictObject({ type: z.literal('hello'), secretKey: secretKeySchema.exactOptional() }),
  z.strictObject({ type: z.literal('reply'), id: z.int().nonnegative(), reply: replySchema }),
  z.strictObject({ type: z.literal('event'), event: z.unknown() }),
]);
export type AnswerFrame = z.infer<typeof answerFrameSchema>;
