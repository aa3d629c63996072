import { z } from 'zod';

import { grantId, idText, method, shortText, taskStarted, timeText } from '../common.ts';

/** What to send: everything if all are left out. */
const exportChoiceSchema = z.strictObject({
  source: idText.exactOptional(),
  unit: idText.exactOptional(),
  items: z.array(idText).max(100_000).exactOptional(),
  exclude: z.array(idText).max(100_000).exactOptional(),
});
export type ExportChoice = z.infer<typeof exportChoiceSchema>;

export const missingSchema = z.object({
  what: z.string(),
  code: z.string(),
  why: z.string().exactOptional(),
  reason: z.string(),
  noticedAt: timeText,
  item: z.string().exactOptional(),
});

/** Bundles: made here, verified anywhere. */
export const bundleMethods = {
  /** What a bundle would hold, and what would be missing from it. */
  'bundle.preview': method(
    exportChoiceSchema,
    z.object({ items: z.number(), bytes: z.number(), missing: z.array(missingSchema) }),
  ),
  'bundle.export': method(
    z.strictObject({ choice: exportChoiceSchema, to: grantId, replace: z.boolean().exactOptional() }),
    taskStarted,
  ),
  /** Needs no vault. */
  'bundle.verify': method(
    z.strictObject({
      file: grantId,
      expectKey: shortText.exactOptional(),
      full: z.boolean().exactOptional(),
    }),
    taskStarted,
  ),
};
