import { z } from 'zod';

import { openObject } from '../evidence/values/open-object.ts';
import { logIdText, sha256Text, timeText } from '../ledger/kinds/common.ts';
import { bundleSetSchema } from './bundle-set.ts';
import type { EntryRef, EntryView } from './entry-view.ts';
import { itemFacts, statementFacts } from './item-facts.ts';

export const bundleFormat = 'evidence-vault-bundle';
export const bundleVersion = 1;

const entryRefSchema = openObject({ log: logIdText, index: z.int().nonnegative() });

const fileSchema = openObject({ path: z.string(), size: z.int().nonnegative(), sha256: sha256Text });

/** What a file is that is not the kept one; the only kind of copy there is. */
export const copyMade = 'copy without metadata, made by the exporter';

/** The file of an item. A copy says so, and names the SHA-256 of the kept file beside its own. */
const itemFileSchema = fileSchema.extend({
  copyOf: sha256Text.exactOptional(),
  made: z.string().exactOptional(),
});

/** One version of an item: what it is, where its record is, and where its file is, if it has one here. */
const itemRowSchema = openObject({
  entry: entryRefSchema,
  id: z.string(),
  version: z.int().positive(),
  kind: z.string(),
  /** The original name, whatever the file is called here. */
  name: z.string().exactOptional(),
  record: z.string(),
  file: itemFileSchema.exactOptional(),
});
export type ItemRow = z.infer<typeof itemRowSchema>;

const statementRowSchema = openObject({
  entry: entryRefSchema,
  id: z.string(),
  kind: z.string(),
  record: z.string(),
});
export type StatementRow = z.infer<typeof statementRowSchema>;

/** Any other entry: `kind` is the entry's own. */
const otherRowSchema = openObject({ entry: entryRefSchema, kind: z.string(), record: z.string() });
export type OtherRow = z.infer<typeof otherRowSchema>;

const missingRowSchema = openObject({
  what: z.string(),
  code: z.string(),
  why: z.string().exactOptional(),
  reason: z.string(),
  noticedAt: z.string(),
  item: z.string().exactOptional(),
});
export type MissingRow = z.infer<typeof missingRowSchema>;

/** `evidence-vault/bundle.json`: what the bundle is and what is in it. Properties of later versions are kept. */
export const bundleDocumentSchema = openObject({
  format: z.literal(bundleFormat),
  version: z.literal(bundleVersion),
  bundle: z.string(),
  madeAt: timeText,
  app: z.string(),
  practice: z.boolean(),
  /** Where an export was split into several bundles. */
  set: bundleSetSchema.exactOptional(),
  vault: openObject({ id: sha256Text, publicKey: z.base64() }),
  items: z.array(itemRowSchema),
  statements: z.array(statementRowSchema),
  others: z.array(otherRowSchema),
  missing: z.array(missingRowSchema),
});
export type BundleDocument = z.infer<typeof bundleDocumentSchema>;

/** The part of a row that its entry alone decides. */
export type RowFacts =
  | {
      readonly list: 'items';
      readonly entry: EntryRef;
      readonly id: string;
      readonly version: number;
      readonly kind: string;
      readonly name?: string;
    }
  | { readonly list: 'statements'; readonly entry: EntryRef; readonly id: string; readonly kind: string }
  | { readonly list: 'others'; readonly entry: EntryRef; readonly kind: string };

/** Which list an entry belongs in, and what its row must say. */
export function rowFactsOf(view: EntryView): RowFacts {
  const entry = { log: view.entry.log, index: view.entry.index };
  const item = itemFacts(view);
  if (item !== undefined) {
    const { id, version, kind, name } = item;
    return { list: 'items', entry, id, version, kind, ...(name === undefined ? {} : { name }) };
  }
  const statement = statementFacts(view);
  if (statement !== undefined) return { list: 'statements', entry, id: statement.id, kind: statement.kind };
  return { list: 'others', entry, kind: view.kind };
}
