import { z } from 'zod';

import { isErrorCode, type ErrorCode } from '../../base/error-codes.ts';

/** What threads that copy and verify sealed files are begun with. */
export const threadPlaceSchema = z.object({
  /** The vault's folder; that of a second copy where nothing is opened. */
  folder: z.string(),
  vault: z.string(),
  /** Shared with all threads: the first is 1 once they are to stop, the second counts kilobytes looked into. */
  shared: z.custom<Int32Array>((value) => value instanceof Int32Array),
});
export type ThreadPlace = z.infer<typeof threadPlaceSchema>;

const contentSchema = z.object({
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
});

const copyTaskSchema = z.object({
  /** Absolute paths; there is no file of the second name. */
  from: z.string(),
  to: z.string(),
  size: z.int(),
  /** Of the sealed bytes, lower-case hexadecimal. */
  sha256: z.string(),
  /** What the file holds, all of it: then it is opened where it was written, and that alone says that it is the right one. */
  content: contentSchema.exactOptional(),
});
/** A sealed file to be copied. */
export type CopyTask = z.infer<typeof copyTaskSchema>;

export const threadRequestSchema = z.union([
  z.literal('end'),
  z.object({ id: z.int(), verify: contentSchema }),
  z.object({ id: z.int(), copy: copyTaskSchema }),
]);
export type ThreadRequest = z.infer<typeof threadRequestSchema>;

export const threadReplySchema = z.union([
  z.object({
    id: z.int(),
    bad: z.array(
      z.object({ file: z.string(), code: z.enum(['integrity.blob-missing', 'integrity.blob-corrupt']) }),
    ),
  }),
  z.object({ id: z.int(), copied: z.boolean() }),
  z.object({
    id: z.int(),
    failed: z.custom<ErrorCode>((code) => typeof code === 'string' && isErrorCode(code)),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    cause: z.string(),
  }),
]);
export type ThreadReply = z.infer<typeof threadReplySchema>;
