import { z } from 'zod';

import { isErrorCode } from '../base/error-codes.ts';
import { timeText } from './common.ts';

/**
 * Where the engine stands: `locked` holds no key; `open` answers everything; `covered` goes on copying if the learner chose so and
 * answers nothing but the passphrase.
 */
export const appStateSchema = z.strictObject({
  engine: z.enum(['locked', 'open', 'covered']),
  /** Whether there is a vault at the place this computer remembers; `half` while one is being brought back there and is not whole. */
  vault: z.enum(['none', 'there', 'gone', 'half']),
  /** The open vault is a practice one; shown on every screen. */
  practice: z.boolean(),
  /** Why nothing more is kept until the open vault is locked and opened again: another computer goes on in its history, or changed its keys. */
  reopen: z.string().refine(isErrorCode).exactOptional(),
  /** When something was last copied to the end. */
  lastCopied: timeText.exactOptional(),
});
export type AppState = z.infer<typeof appStateSchema>;
