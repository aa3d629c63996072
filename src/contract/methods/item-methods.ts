import { z } from 'zod';

import {
  grantId,
  idText,
  longText,
  method,
  nothing,
  recordSchema,
  shortText,
  statedSchema,
  taskStarted,
  timeText,
} from '../common.ts';

/** `sensitive`: health and the like; `others`: it holds what is other people's. */
export const itemFlag = z.enum(['sensitive', 'others']);

const listedItemSchema = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  source: z.string(),
  attempt: z.number().exactOptional(),
  versions: z.number(),
  sha256: z.string().exactOptional(),
  size: z.number().exactOptional(),
  mediaType: z.string().exactOptional(),
  capturedAt: timeText.exactOptional(),
  /** When it was noticed that it is no longer at its source. */
  gone: timeText.exactOptional(),
  failed: z.object({ code: z.string(), message: z.string(), at: timeText }).exactOptional(),
  /** How the learner marked it, so that exports leave it out. */
  flags: z.array(itemFlag).exactOptional(),
});
export type ListedItem = z.infer<typeof listedItemSchema>;

const versionSchema = z.object({
  version: z.number(),
  capturedAt: timeText,
  name: z.string(),
  record: recordSchema,
  content: z
    .object({ size: z.number(), sha256: z.string(), sha512: z.string(), crc32: z.unknown() })
    .exactOptional(),
  mediaType: z.string().exactOptional(),
  /** Where it came from, without secrets. */
  provenance: recordSchema,
  log: z.string(),
  index: z.number(),
  leafHash: z.string(),
});

const placeSchema = z.union([
  z.strictObject({
    kind: z.literal('page'),
    page: z.int().min(1),
    to: z.int().min(1).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('time'),
    seconds: z.number().min(0),
    to: z.number().min(0).exactOptional(),
  }),
]);

const shownItemSchema = listedItemSchema.extend({
  key: z.string(),
  latest: versionSchema.exactOptional(),
  /** An assignment's attempts, an attempt's submission, feedback, grade and files. */
  parts: z.array(listedItemSchema.extend({ latest: versionSchema.exactOptional() })),
  /** What it belongs to, outermost first. */
  within: z.array(listedItemSchema),
  mappings: z.array(
    z.object({
      id: z.string(),
      unit: z.string(),
      criterion: z.string().exactOptional(),
      at: recordSchema.exactOptional(),
    }),
  ),
  notes: z.array(z.object({ id: z.string(), text: z.string(), at: timeText })),
  /** What was read in its bytes for search, once it was. */
  readForSearch: z
    .object({
      characters: z.number(),
      /** True if it holds more than search looks through. */
      cut: z.boolean(),
      problem: z.object({ code: z.string(), message: z.string() }).exactOptional(),
    })
    .exactOptional(),
});
export type ShownItem = z.infer<typeof shownItemSchema>;

const historySchema = z.object({
  item: listedItemSchema,
  versions: z.array(versionSchema),
  events: z.array(
    z.object({
      at: timeText,
      kind: z.string(),
      log: z.string(),
      index: z.number(),
      detail: recordSchema,
    }),
  ),
});

export const itemFilterSchema = z.strictObject({
  source: idText.exactOptional(),
  kind: z.string().max(40).exactOptional(),
  unit: idText.exactOptional(),
  /** Words that it must hold. */
  text: shortText.exactOptional(),
  state: z.enum(['failed', 'gone']).exactOptional(),
});
export type ItemFilter = z.infer<typeof itemFilterSchema>;

const facet = z.object({ id: z.string(), name: z.string(), count: z.number() });

/** What is in the vault. */
export const itemMethods = {
  /** A window of the list, for a list that shows only what is on the screen. */
  'items.page': method(
    z.strictObject({
      filter: itemFilterSchema,
      order: z.enum(['newest', 'oldest', 'name', 'best']),
      offset: z.int().min(0).max(10_000_000),
      limit: z.int().min(1).max(500),
    }),
    z.object({ total: z.number(), offset: z.number(), items: z.array(listedItemSchema) }),
  ),
  /** What the list can be narrowed to, with counts. */
  'items.facets': method(
    nothing,
    z.object({
      total: z.number(),
      failed: z.number(),
      kinds: z.array(facet),
      sources: z.array(facet),
      units: z.array(facet),
    }),
  ),
  'items.show': method(z.strictObject({ item: idText }), shownItemSchema),
  'items.history': method(z.strictObject({ item: idText }), historySchema),
  'items.saveCopy': method(
    z.strictObject({ item: idText, version: z.int().min(1).exactOptional(), to: grantId }),
    taskStarted,
  ),
  /** Makes a content readable at `/content/TOKEN` of the app's protocol, with ranges, until it is closed or the vault locks. */
  'content.open': method(
    z.strictObject({ item: idText, version: z.int().min(1).exactOptional() }),
    z.object({
      token: z.string(),
      name: z.string(),
      size: z.number(),
      mediaType: z.string(),
      /** How it can be shown without letting it act. */
      preview: z.enum(['image', 'pdf', 'audio', 'video', 'text', 'mail', 'none']),
    }),
  ),
  'content.close': method(z.strictObject({ token: z.string().max(80) }), nothing),
  'notes.add': method(z.strictObject({ item: idText, text: longText.min(1) }), statedSchema),
  /** Marks an item with what belongs to it; no flags take the mark away. */
  'items.flag': method(
    z.strictObject({ item: idText, flags: z.array(itemFlag).max(2) }),
    z.object({ item: z.string(), flags: z.array(itemFlag) }),
  ),
  'mappings.add': method(
    z.strictObject({
      item: idText,
      /** `UNIT` or `UNIT/CRITERION`. */
      target: shortText.min(1),
      at: placeSchema.exactOptional(),
    }),
    statedSchema,
  ),
  'mappings.list': method(
    nothing,
    z.object({
      mappings: z.array(
        z.object({
          id: z.string(),
          item: z.string(),
          itemName: z.string(),
          unit: z.string(),
          unitReference: z.string(),
          criterion: z.string().exactOptional(),
          at: recordSchema.exactOptional(),
        }),
      ),
    }),
  ),
  /** Which assignments seem to belong to which units; nothing counts until the learner confirms it with `mappings.add`. */
  'mappings.suggest': method(
    nothing,
    z.object({
      suggestions: z.array(
        z.object({
          item: z.string(),
          itemName: z.string(),
          unit: z.string(),
          unitReference: z.string(),
          unitTitle: z.string(),
        }),
      ),
      /** Assignments that belong to no unit yet. */
      unmapped: z.array(z.object({ item: z.string(), itemName: z.string() })),
    }),
  ),
};
