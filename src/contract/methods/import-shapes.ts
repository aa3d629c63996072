import { z } from 'zod';

import { grantId } from '../common.ts';
import { sentErrorSchema } from '../reply.ts';

/** The columns of a table, and the meaning of each. */
const importColumnsSchema = z.object({
  /** The preset that fits, if one does. */
  preset: z.string().exactOptional(),
  rows: z.number(),
  columns: z.array(
    z.object({
      title: z.string(),
      /** What it was taken for; absent if it is left out. */
      means: z.string().exactOptional(),
      examples: z.array(z.string()),
    }),
  ),
  /** Everything that a column may mean. */
  meanings: z.array(z.string()),
});

/** What the learner said of a table. */
export const importChoicesSchema = z.strictObject({
  preset: z.string().max(80).exactOptional(),
  /** By title of the column: what it means, or null to leave it out. */
  columns: z.record(z.string().max(500), z.string().max(80).nullable()).exactOptional(),
});

const outcomes = {
  captured: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  gone: z.number(),
  failed: z.number(),
};

/** What came of a dry run: what an import would do, with nothing kept. */
export const importPreviewSchema = z.object({
  file: grantId,
  /** What was chosen for it, so that it is taken as it was looked at. */
  choices: importChoicesSchema.exactOptional(),
  /** The last part of its path. */
  name: z.string(),
  format: z.string(),
  title: z.string(),
  /** Where it came from in the first place, for people. */
  origin: z.string(),
  /** What the learner should know before they go on. */
  notices: z.array(z.object({ code: z.string(), sentence: z.string() })),
  columns: importColumnsSchema.exactOptional(),
  /** Of the source that it lands in, if there was one before. */
  source: z.string().exactOptional(),
  ...outcomes,
  /** Bytes of what would be kept anew. */
  bytes: z.number(),
  /** By kind of record. */
  kinds: z.array(z.object({ kind: z.string(), ...outcomes })),
  /** What cannot be taken, first; then what is new; at most two hundred. */
  items: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      outcome: z.string(),
      code: z.string().exactOptional(),
    }),
  ),
});
export type ImportPreviewForPage = z.infer<typeof importPreviewSchema>;

/** Something that cannot be taken at all. */
export const refusedImportSchema = z.object({ file: grantId, name: z.string(), error: sentErrorSchema });
