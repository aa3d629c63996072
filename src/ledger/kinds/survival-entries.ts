import { z } from 'zod';

import { headSchema, logIdText, sha256Text, timeText } from './common.ts';

/** 32 hexadecimal digits that name a second copy. */
const replicaId = z.string().regex(/^[0-9a-f]{32}$/);

/** A place for a second copy was chosen. Where it is stands in the settings, which are not history. */
export const replicaAdded = z.looseObject({
  kind: z.literal('replica-added'),
  at: timeText,
  replica: replicaId,
  /** The learner's word for it, such as `USB stick`. */
  name: z.string().max(200),
  type: z.enum(['folder', 'webdav']),
});

/** A second copy is no longer kept up to date; what lies there stays there. */
export const replicaRemoved = z.looseObject({
  kind: z.literal('replica-removed'),
  at: timeText,
  replica: replicaId,
});

/** All that the vault held up to these heads lies in a second copy, written, read back and made durable as far as its place can. */
export const replicaSynced = z.looseObject({
  kind: z.literal('replica-synced'),
  at: timeText,
  replica: replicaId,
  heads: z.array(headSchema),
  /** Generation of the header that lies there. */
  generation: z.int().positive(),
  /** What this round wrote. */
  files: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** Files that are not there because the vault itself has no good copy of them. */
  lacking: z.int().nonnegative(),
});

/** A second copy was looked through. */
export const replicaChecked = z.looseObject({
  kind: z.literal('replica-checked'),
  at: timeText,
  replica: replicaId,
  /** Every byte was read, not only names and lengths. */
  full: z.boolean(),
  ok: z.boolean(),
  missing: z.int().nonnegative(),
  damaged: z.int().nonnegative(),
});

/** The vault was restored from a second copy into a temporary place, to see that it can be. */
export const restoreRehearsed = z.looseObject({
  kind: z.literal('restore-rehearsed'),
  at: timeText,
  replica: replicaId,
  /** Items that were tried, and of them those whose every content was opened and was the one that the history names. */
  items: z.int().nonnegative(),
  readable: z.int().nonnegative(),
  /** Items that the vault held then; more than `items` where only some were tried. */
  of: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** What the choice of items was made from, at random: in order of SHA-256(seed || 0x00 || item id). */
  seed: z.string().max(64).exactOptional(),
});

/** This vault was put together out of second copies. */
export const vaultRestored = z.looseObject({
  kind: z.literal('vault-restored'),
  at: timeText,
  replicas: z.array(replicaId),
  items: z.int().nonnegative(),
  /** Ids of items that could not be had whole. */
  missing: z.array(z.string()),
});

/** A file of the vault was damaged or missing and is whole again; the damaged one was set aside. */
export const damageRepaired = z.looseObject({
  kind: z.literal('damage-repaired'),
  at: timeText,
  what: z.enum(['blob', 'segment', 'keys', 'header', 'index']),
  /** SHA-256 of the content that is whole by it, for a blob. */
  content: sha256Text.exactOptional(),
  from: z.enum(['replica', 'source', 'file', 'parity', 'copy']),
  replica: replicaId.exactOptional(),
});

/**
 * The learner had an item taken out of everything that they control. Its leaves stay, so that the history still verifies; this entry is the only
 * warrant by which anything is ever removed from a second copy, and nothing that it names is ever brought back.
 */
export const itemErased = z.looseObject({
  kind: z.literal('item-erased'),
  at: timeText,
  item: z.string(),
  /** Ids of other items that went with it. */
  with: z.array(z.string()).exactOptional(),
  /** Ids of the assignments and attempts that they belonged to, which may still be there. */
  within: z.array(z.string()).exactOptional(),
  /** Why, in the learner's words; may be empty. */
  reason: z.string().max(2000),
  /** The entries whose sealed parts and keys are gone. */
  entries: z
    .array(
      z.looseObject({
        log: logIdText,
        index: z.int().nonnegative(),
        leaf: sha256Text,
        /** Whose version it was, and its place in the chain of attempts: the count goes on as if it were still there. */
        attempt: z
          .looseObject({
            item: z.string(),
            chain: z.string(),
            number: z.int().positive(),
            sequence: z.int().positive(),
          })
          .exactOptional(),
      }),
    )
    .min(1),
  /** The sealed files that went with them: shelf, and SHA-256 of the sealed bytes. */
  blobs: z.array(z.looseObject({ shelf: z.int().nonnegative(), file: sha256Text })),
});
