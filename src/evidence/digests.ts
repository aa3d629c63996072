import { z } from 'zod';

/** Size and digests of some bytes, each with its algorithm named by its property. */
export const digestsSchema = z.looseObject({
  /** Length in bytes. */
  size: z.int().nonnegative(),
  /** SHA-256, lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** SHA-512, lower-case hexadecimal. */
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
  /** CRC-32 of ISO 3309 as an unsigned integer, as zip files carry it. */
  crc32: z.int().min(0).max(0xffff_ffff),
});

export type Digests = z.infer<typeof digestsSchema>;
