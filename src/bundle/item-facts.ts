import { z } from 'zod';

import type { JsonObject } from '../base/json.ts';
import { digestsSchema, type Digests } from '../evidence/digests.ts';
import { chainSchema, type ChainPlace } from '../ledger/kinds/item-entries.ts';
import type { EntryRef, EntryView } from './entry-view.ts';

/** One version of one item, as far as its entry is opened. */
export interface ItemFacts {
  readonly entry: EntryRef;
  readonly id: string;
  readonly version: number;
  /** Kind of record. */
  readonly kind: string;
  readonly name?: string | undefined;
  readonly source?: string | undefined;
  readonly at?: string | undefined;
  readonly content?: Digests | undefined;
  readonly mediaType?: string | undefined;
  /** The attempt's number in its chain. */
  readonly attempt?: number | undefined;
  /** Its place in the chain of attempts. */
  readonly chain?: ChainPlace | undefined;
  readonly record: JsonObject;
}

const itemFields = z.looseObject({
  item: z.string(),
  version: z.int().positive(),
  'record-kind': z.string(),
  name: z.string().optional(),
  source: z.string().optional(),
  at: z.string().optional(),
  content: digestsSchema.optional(),
  'media-type': z.string().optional(),
  chain: chainSchema.optional(),
});

/** The item that an `item-captured` entry is about; undefined for other kinds, and where what names an item is closed or of an unknown shape. */
export function itemFacts(view: EntryView): ItemFacts | undefined {
  if (view.kind !== 'item-captured') return undefined;
  const known = read.get(view);
  if (known !== undefined) return known.facts;
  const facts = readFacts(view);
  read.set(view, { facts });
  return facts;
}

/** A bundle's rows, page and checks all ask for the same views. */
const read = new WeakMap<EntryView, { readonly facts: ItemFacts | undefined }>();

function readFacts(view: EntryView): ItemFacts | undefined {
  const parsed = itemFields.safeParse(view.fields);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  return {
    entry: view.entry,
    id: data.item,
    version: data.version,
    kind: data['record-kind'],
    name: data.name,
    source: data.source,
    at: data.at,
    content: data.content,
    mediaType: data['media-type'],
    attempt: data.chain?.number,
    chain: data.chain,
    record: view.record,
  };
}

/** Something that the learner stated. */
export interface StatementFacts {
  readonly entry: EntryRef;
  readonly id: string;
  readonly kind: string;
  readonly at?: string | undefined;
  readonly record: JsonObject;
}

const statementFields = z.looseObject({
  id: z.string(),
  'record-kind': z.string(),
  at: z.string().optional(),
});

/** The statement of a `record-stated` entry; undefined as for `itemFacts`. */
export function statementFacts(view: EntryView): StatementFacts | undefined {
  if (view.kind !== 'record-stated') return undefined;
  const read = statementFields.safeParse(view.fields);
  if (!read.success) return undefined;
  const { id, 'record-kind': kind, at } = read.data;
  return { entry: view.entry, id, kind, at, record: view.record };
}
