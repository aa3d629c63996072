import { z } from 'zod';

import { digestsSchema } from '../../evidence/digests.ts';
import { provenanceSchema } from '../../evidence/provenance.ts';
import { detailsSchema, recordObject, sha256Text, timeText } from './common.ts';

/** Names an item: its id here, its key at the source, and what kind of record it is. */
const itemIdentity = {
  item: z.string(),
  source: z.string(),
  /** The source's own stable name for it, such as `assignment/3/attempt/1/grade`. */
  key: z.string(),
  /** What a person would call it; for files the original name, verbatim. */
  name: z.string(),
  'record-kind': z.string(),
};

/** Place of an attempt in the chain of its source, account and assignment, numbered as this vault captured it. */
export const chainSchema = z.looseObject({
  chain: z.string(),
  /** 1 for the first attempt this vault captured in the chain, and so on; versions of one attempt share it. */
  number: z.int().positive(),
  /** 1, 2, 3, … over all entries of the chain. */
  sequence: z.int().positive(),
  /** Leaf hash of the chain's entry before, hexadecimal; null for the first. */
  previous: sha256Text.nullable(),
});
export type ChainPlace = z.infer<typeof chainSchema>;

/** One version of one item, as the source gave it. Nothing is ever overwritten: a change is the next version. */
export const itemCaptured = z.looseObject({
  kind: z.literal('item-captured'),
  at: timeText,
  ...itemIdentity,
  /** 1, 2, 3, … for this item. */
  version: z.int().positive(),
  record: recordObject,
  /** Digests of the item's bytes, where it has bytes. */
  content: digestsSchema.optional(),
  /** Media type found in the bytes, or claimed where nothing was found. */
  'media-type': z.string().optional(),
  provenance: provenanceSchema,
  chain: chainSchema.optional(),
  /** What the connector wants to remember to notice changes: times, ETag. */
  fingerprint: recordObject.optional(),
  /** Words found in the bytes for search (not evidence): kept so that the index can be rebuilt. */
  text: z.string().optional(),
});

/** An item that is listed at the source but could not be captured this time. It stays in every list, with its reason. */
export const itemFailed = z.looseObject({
  kind: z.literal('item-failed'),
  at: timeText,
  ...itemIdentity,
  code: z.string(),
  details: detailsSchema,
  /** Items that it belongs to, so that their unit is not called safe while this is missing. */
  assignment: z.string().optional(),
  attempt: z.string().optional(),
});

/** An item that had been gone or had failed was seen again, unchanged. */
export const itemSeen = z.looseObject({
  kind: z.literal('item-seen'),
  at: timeText,
  item: z.string(),
  source: z.string(),
});

/** An item is no longer at its source. Its versions stay. */
export const itemGone = z.looseObject({
  kind: z.literal('item-gone'),
  at: timeText,
  item: z.string(),
  source: z.string(),
  /** `deleted`, `not-listed`, `hidden`, `renamed`, … */
  reason: z.string(),
});

/** Something that the learner entered by hand: who they are, units, mappings, notes. A later statement with the same id replaces it for reading. */
export const recordStated = z.looseObject({
  kind: z.literal('record-stated'),
  at: timeText,
  id: z.string(),
  'record-kind': z.string(),
  record: recordObject,
});

/** The learner took a statement back. The history keeps it. */
export const recordWithdrawn = z.looseObject({
  kind: z.literal('record-withdrawn'),
  at: timeText,
  id: z.string(),
});
