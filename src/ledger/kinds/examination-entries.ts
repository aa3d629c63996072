import { z } from 'zod';

import { sha256Text, timeText } from './common.ts';

/**
 * What reading a content for search gave: its words, or why there are none. Kept so that the index can be made again without reading
 * every document, and never disclosed. It is about a content, not an item: several items share it, and none of it is evidence.
 */
export const documentExamined = z.looseObject({
  kind: z.literal('document-examined'),
  at: timeText,
  /** SHA-256 of the content. */
  content: sha256Text,
  /** As what it was read: `pdf`, `word`, … */
  reader: z.string(),
  /** Version of the readers; what an older one failed at is tried again. */
  version: z.int().positive(),
  /** Words in reading order, at most 200,000 characters. */
  text: z.string(),
  /** True if there was more than is kept. */
  cut: z.boolean().optional(),
  pages: z.int().nonnegative().optional(),
  /** Signatures of a PDF as they stand there: noted, not checked, and no proof of anything. */
  signatures: z
    .looseObject({
      /** Form fields made for a signature. */
      fields: z.int().nonnegative(),
      /** Ranges of bytes that signatures say they cover. */
      byteRanges: z.int().nonnegative(),
    })
    .optional(),
  /** Why words are missing: `encrypted`, `malformed`, `too-large`, `unpacks-too-large`, `too-deep`, `too-slow`, `too-much-memory`, `reader-failed`. */
  problem: z.string().optional(),
});
