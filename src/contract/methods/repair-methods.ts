import { z } from 'zod';

import { grantId, method, namedSchema, nothing, taskStarted, timeText } from '../common.ts';
import { sealedSecretSchema } from '../sealed-secret.ts';

const choice = {
  /** Files that may be what is missing; only the right ones are used. */
  files: z.array(grantId).max(200),
  /** Folders with a second copy in them. */
  folders: z.array(grantId).max(20),
  askSources: z.boolean(),
};

/** What is hurt, and how it is mended. */
export const repairMethods = {
  'repair.state': method(
    nothing,
    z.object({
      /** Items that a check found damaged and that nothing has mended since. */
      hurt: z.array(namedSchema),
      /** Sources that may still have them. */
      sources: z.array(namedSchema),
      copies: z.array(namedSchema),
      /** Damaged files that were kept aside, newest first, with the items that they were of. */
      aside: z.array(
        z.object({
          name: z.string(),
          at: timeText,
          file: z.string(),
          size: z.number(),
          items: z.array(namedSchema),
        }),
      ),
    }),
  ),
  /** Mends what it can: by spare data, second copies that can be reached, what the learner chose, and sources if they are to be asked. */
  'repair.start': method(
    z.strictObject({
      ...choice,
      /** Reads every file first. */
      full: z.boolean(),
    }),
    taskStarted,
  ),
  /**
   * Mends the history as well, for which the vault is closed and opened again; every file is read. A passphrase that does not fit is said before
   * anything is closed.
   */
  'repair.whole': method(z.strictObject({ ...choice, passphrase: sealedSecretSchema }), taskStarted),
};
