import { z } from 'zod';

import { base64Text, headSchema, logIdText, sha256Text, timeText } from './common.ts';

/** First entry of every log: whose it is, and every other head that was known when it began. */
export const logOpened = z.looseObject({
  kind: z.literal('log-opened'),
  at: timeText,
  log: logIdText,
  /** Log public key, base64. */
  key: base64Text,
  /** Signature of the vault's root key over this log key, base64. */
  certificate: base64Text,
  heads: z.array(headSchema),
  reason: z.enum(['vault-created', 'new-installation', 'history-rolled-back', 'restored']),
  app: z.string(),
  practice: z.boolean(),
});

/** A generation of the vault's header came to be. */
export const headerChanged = z.looseObject({
  kind: z.literal('header-changed'),
  at: timeText,
  generation: z.int().positive(),
  /** SHA-256 of the header file. */
  digest: sha256Text,
  reason: z.enum([
    'created',
    'passphrase-changed',
    'recovered',
    'recovery-key-renewed',
    'rekeyed',
    'quick-unlock-added',
    'quick-unlock-removed',
    'key-derivation-raised',
    'completed',
  ]),
});

/** Where the sealed bytes of a content lie and the keys that open them; never disclosed. */
export const blobStored = z.looseObject({
  kind: z.literal('blob-stored'),
  at: timeText,
  /** Plaintext id, hexadecimal. */
  plaintext: sha256Text,
  /** SHA-256 of the content. */
  sha256: sha256Text,
  size: z.int().nonnegative(),
  epoch: z.int().positive(),
  parts: z
    .array(
      z.looseObject({
        shelf: z.int().nonnegative(),
        /** SHA-256 of the sealed file: its name. */
        file: sha256Text,
        sealedSize: z.int().positive(),
        /** The part's own key, base64. */
        key: base64Text,
      }),
    )
    .min(1),
});

/** A check of the vault ended. */
export const checkFinished = z.looseObject({
  kind: z.literal('check-finished'),
  at: timeText,
  full: z.boolean(),
  ok: z.boolean(),
  damaged: z.int().nonnegative(),
  /** Ids of the items that the damage touches. */
  items: z.array(z.string()),
});

/** A bundle was made from this vault. */
export const bundleExported = z.looseObject({
  kind: z.literal('bundle-exported'),
  at: timeText,
  bundle: z.string(),
  sha256: sha256Text,
  size: z.int().nonnegative(),
  items: z.array(z.string()),
  missing: z.int().nonnegative(),
  /** Whom it was encrypted to (`age1…`); left out for one that everybody can open. */
  recipients: z.array(z.string()).exactOptional(),
  /** Which bundle it is of an export that was split; left out for a whole one. */
  part: z.looseObject({ number: z.int().positive(), of: z.int().positive() }).exactOptional(),
  /** The head that the bundle's checkpoint covers. */
  head: headSchema,
});
