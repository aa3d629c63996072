import { z } from 'zod';

import { isErrorCode } from '../../base/error-codes.ts';
import { grantId, method, shortText, taskStarted, timeText } from '../common.ts';
import { sealedSecretSchema } from '../sealed-secret.ts';

/** The first sixteen digits of a vault's id: what the names of second copies say. */
const vaultDigits = z.string().regex(/^[0-9a-f]{16}$/u);

const foundCopySchema = z.object({
  vault: vaultDigits,
  /** What people call the place. */
  name: z.string(),
  type: z.enum(['folder', 'webdav']),
  /** Sealed files of evidence, and the bytes of all files: what is in them is not known before it is opened. */
  files: z.number(),
  bytes: z.number(),
  /** When something was last copied to it, as its disk says. */
  lastCopied: timeText.exactOptional(),
  /** Why it cannot be opened by itself. */
  problem: z.string().refine(isErrorCode).exactOptional(),
});
export type CopyFound = z.infer<typeof foundCopySchema>;

const foundSchema = z.object({
  /** Every second copy that was found since the app was started. */
  copies: z.array(foundCopySchema),
  /** The vault at the place this computer remembers, and the one that is half brought back there. */
  here: vaultDigits.exactOptional(),
  half: vaultDigits.exactOptional(),
});
export type RestoreFound = z.infer<typeof foundSchema>;

/** A vault brought back out of second copies, where no vault is open. */
export const restoreMethods = {
  /** Looks for second copies in a folder, or on every stick that is plugged in. `access.no-vault` for a folder without one. */
  'restore.find': method(z.strictObject({ folder: grantId.exactOptional() }), foundSchema),
  'restore.findOnServer': method(
    z.strictObject({ url: shortText.min(1), user: shortText, password: sealedSecretSchema }),
    foundSchema,
  ),
  /**
   * Begins to bring a vault back from every copy of it that was found; answers once the secret was the right one and there is room. Goes on where an
   * earlier try was stopped. The vault is open once the task is done.
   */
  'restore.start': method(
    z.strictObject({
      vault: vaultDigits,
      /** The folder to put it in; the usual place if left out. */
      place: grantId.exactOptional(),
      unlock: z.union([
        z.strictObject({ passphrase: sealedSecretSchema }),
        z.strictObject({ recoveryKey: sealedSecretSchema }),
      ]),
      allowUnsafePlace: z.boolean().exactOptional(),
    }),
    taskStarted,
  ),
};
