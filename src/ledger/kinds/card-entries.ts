import { z } from 'zod';

import { recordObject, timeText } from './common.ts';

/** A vault card came back signed: somebody says whose vault this is (FORMAT.md section 14). */
export const cardAdded = z.looseObject({
  kind: z.literal('card-added'),
  at: timeText,
  /** The whole card with its signatures, as it came. */
  card: recordObject,
});
