import { z } from 'zod';

import { isErrorCode, type ErrorCode } from '../../base/error-codes.ts';

/** What threads that verify contents are begun with. */
export const verifyingPlaceSchema = z.object({
  /** The vault's folder. */
  folder: z.string(),
  vault: z.string(),
  /** Shared with all threads: the first is 1 once they are to stop, the second counts kilobytes looked into. */
  shared: z.custom<Int32Array>((value) => value instanceof Int32Array),
});
export type VerifyingPlace = z.infer<typeof verifyingPlaceSchema>;

export const verifyRequestSchema = z.union([
  z.literal('end'),
  z.object({
    id: z.int(),
    content: z.object({
      size: z.int(),
      plaintextId: z.string(),
      sha256: z.string(),
      parts: z.array(
        z.object({
          shelf: z.int(),
          file: z.string(),
          sealedSize: z.int(),
          key: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
        }),
      ),
    }),
  }),
]);
export type VerifyRequest = z.infer<typeof verifyRequestSchema>;

export const verifyReplySchema = z.union([
  z.object({
    id: z.int(),
    bad: z.array(
      z.object({ file: z.string(), code: z.enum(['integrity.blob-missing', 'integrity.blob-corrupt']) }),
    ),
  }),
  z.object({
    id: z.int(),
    failed: z.custom<ErrorCode>((code) => typeof code === 'string' && isErrorCode(code)),
    cause: z.string(),
  }),
]);
export type VerifyReply = z.infer<typeof verifyReplySchema>;
