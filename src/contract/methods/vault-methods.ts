import { z } from 'zod';

import { appStateSchema } from '../app-state.ts';
import { grantId, method, nothing, taskStarted, timeText } from '../common.ts';
import { workSchema } from '../work.ts';
import { sealedSecretSchema, secretKeySchema } from '../sealed-secret.ts';

const unlockSchema = z.union([
  z.strictObject({ passphrase: sealedSecretSchema }),
  z.strictObject({ recoveryKey: sealedSecretSchema }),
]);
/** A recovery key on its way to the one screen that shows it, sealed to the key that screen sent. */
const shownKey = z.strictObject({ recoveryKey: sealedSecretSchema });

const levelSchema = z.enum(['safe', 'attention', 'risk']);
const protectionRow = z.object({
  about: z.enum(['unit', 'assignment']),
  ref: z.string(),
  title: z.string(),
  /** Number of items kept. */
  items: z.number(),
  level: levelSchema,
  /** Codes of PROTECTION.md, worst first. */
  reasons: z.array(z.string()),
  /** The one thing to do. */
  next: z.string().exactOptional(),
  /** What is there, for the columns of Home. */
  has: z.object({
    work: z.boolean(),
    feedback: z.boolean(),
    grade: z.boolean(),
    dated: z.boolean(),
    secondCopy: z.boolean(),
  }),
  files: z.number(),
  attempts: z.number(),
  /** The latest released grade as the portal wrote it. */
  grade: z.string().exactOptional(),
  /** Of the source that most of it came from. */
  source: z.string().exactOptional(),
});

export const sourceSchema = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  /** `new`, `ok`, `partial`, `unreachable`, `login-expired`, `maintenance`, `refused`, `shows-less`, `held`, `removed`. */
  state: z.string(),
  lastSync: timeText.exactOptional(),
  lastSuccess: timeText.exactOptional(),
  /** The portal's address, where it has one. */
  address: z.string().exactOptional(),
  username: z.string().exactOptional(),
  paused: z.boolean(),
  nextSync: timeText.exactOptional(),
  /** Number of items that came from it, and of those that could not be copied. */
  items: z.number(),
  failed: z.number(),
});

const vaultStatusSchema = z.object({
  practice: z.boolean(),
  units: z.array(protectionRow),
  sources: z.array(sourceSchema),
  alerts: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      at: timeText,
      source: z.string().exactOptional(),
      item: z.string().exactOptional(),
      itemName: z.string().exactOptional(),
    }),
  ),
  lastCheck: z.object({ at: timeText, ok: z.boolean() }).exactOptional(),
  /** When the newest second copy was brought up to date. */
  secondCopy: z.object({ at: timeText }).exactOptional(),
  work: workSchema,
});

const aboutSchema = z.object({
  id: z.string(),
  /** The vault's folder, as the system writes it. */
  path: z.string(),
  publicKey: z.string(),
  practice: z.boolean(),
  entries: z.number(),
  blobs: z.number(),
  /** Bytes of the vault's files on the disk. */
  bytes: z.number(),
  /** Free bytes on that disk. */
  free: z.number(),
  /** What opening it noticed. */
  findings: z.array(z.object({ code: z.string(), file: z.string().exactOptional(), mended: z.boolean() })),
});

/** The vault as a whole. Purposes of sealed secrets are `METHOD/FIELD`. */
export const vaultMethods = {
  'app.state': method(nothing, appStateSchema),
  'vault.create': method(
    z.strictObject({
      /** The folder to make it in; the usual place if left out. */
      place: grantId.exactOptional(),
      passphrase: sealedSecretSchema,
      allowUnsafePlace: z.boolean().exactOptional(),
      replyKey: secretKeySchema,
    }),
    shownKey,
  ),
  /** A practice vault with the practice provider, made anew each time; answers once it is open, and a first sync is running. */
  'vault.lookAround': method(nothing, appStateSchema),
  'vault.open': method(
    z.strictObject({
      place: grantId.exactOptional(),
      unlock: unlockSchema,
      allowUnsafePlace: z.boolean().exactOptional(),
    }),
    appStateSchema,
  ),
  /** Mends the file that opens a vault, where both of its copies are damaged, from a second copy in the folder `copy`. Needs no passphrase. */
  'vault.mendHeader': method(z.strictObject({ place: grantId.exactOptional(), copy: grantId }), nothing),
  'vault.cover': method(nothing, appStateSchema),
  'vault.uncover': method(z.strictObject({ passphrase: sealedSecretSchema }), appStateSchema),
  'vault.status': method(nothing, vaultStatusSchema),
  'vault.about': method(nothing, aboutSchema),
  'passphrase.change': method(z.strictObject({ old: sealedSecretSchema, new: sealedSecretSchema }), nothing),
  /** Opens a vault with the recovery key and gives it a new passphrase. */
  'passphrase.recover': method(
    z.strictObject({
      place: grantId.exactOptional(),
      recoveryKey: sealedSecretSchema,
      new: sealedSecretSchema,
      allowUnsafePlace: z.boolean().exactOptional(),
    }),
    appStateSchema,
  ),
  'recovery.renew': method(
    z.strictObject({ passphrase: sealedSecretSchema, replyKey: secretKeySchema }),
    shownKey,
  ),
  /** A sheet with the words, as a PDF; `sameDisk` if it lies on the disk that the vault lies on. */
  'recovery.saveSheet': method(
    z.strictObject({ recoveryKey: sealedSecretSchema, to: grantId }),
    z.strictObject({ sameDisk: z.boolean() }),
  ),
  'quickUnlock.enable': method(z.strictObject({ passphrase: sealedSecretSchema }), nothing),
  'quickUnlock.disable': method(nothing, nothing),
  'alerts.settle': method(z.strictObject({ alert: z.string().max(80) }), nothing),
  'check.run': method(z.strictObject({ full: z.boolean() }), taskStarted),
  'index.rebuild': method(nothing, taskStarted),
};
