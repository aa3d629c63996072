import { z } from 'zod';

import { base64Text, logIdText, recordObject, sha256Text } from '../../ledger/kinds/common.ts';

/** What the folder is named by, written last: without it the folder is not whole. */
export const wayOutFileName = 'way-out.json';
/** Stands in a folder that is still being written, or was left when that was cut short. */
export const unfinishedFileName = 'NOT-FINISHED.txt';

/** A content as a plain file. */
const contentSchema = z.looseObject({
  sha256: sha256Text,
  size: z.int().nonnegative(),
  /** Path inside the folder, with forward slashes. */
  file: z.string(),
});

const logSchema = z.looseObject({
  log: logIdText,
  size: z.int().nonnegative(),
  /** Log public key and the root key's certificate of it. */
  key: base64Text,
  certificate: base64Text,
  /** The signed note of the tree of `size`. */
  checkpoint: z.string(),
  file: z.string(),
});

/** `way-out.json`: what the folder holds, and what was missing from the vault. */
export const wayOutSchema = z.looseObject({
  format: z.literal('evidence-vault-way-out'),
  version: z.literal(1),
  app: z.string(),
  madeAt: z.string(),
  vault: sha256Text,
  root: base64Text,
  practice: z.boolean(),
  items: z.int().nonnegative(),
  versions: z.int().nonnegative(),
  logs: z.array(logSchema),
  contents: z.array(contentSchema),
  /** Contents of which the vault itself has no whole copy. */
  missing: z.array(z.looseObject({ sha256: sha256Text, size: z.int().nonnegative(), code: z.string() })),
  /** Entries of the history that could not be read, erased ones among them. */
  unreadable: z.array(z.looseObject({ log: logIdText, index: z.int().nonnegative(), code: z.string() })),
});
export type WayOut = z.infer<typeof wayOutSchema>;

/**
 * One line of `ledger/<log>.jsonl`: an entry with its salts, so that its leaf can be worked out again (FORMAT.md section 6); or only its leaf, where the
 * entry cannot be read (`code`) or holds nothing but keys of sealed files (`withheld`).
 */
export const ledgerLineSchema = z.union([
  z.strictObject({
    index: z.int().nonnegative(),
    leaf: sha256Text,
    fields: recordObject,
    salts: z.record(z.string(), base64Text),
  }),
  z.strictObject({ index: z.int().nonnegative(), leaf: sha256Text, withheld: z.literal('blob-stored') }),
  z.strictObject({ index: z.int().nonnegative(), leaf: sha256Text.nullable(), code: z.string() }),
]);
export type LedgerLine = z.infer<typeof ledgerLineSchema>;
