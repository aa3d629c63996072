import { z } from 'zod';

import { openObject } from '../evidence/values/open-object.ts';
import { logIdText } from '../ledger/kinds/common.ts';

/** `data/records/*.json`: the opened fields of one entry as plain JSON, and the names of those that are closed. */
export const recordDocumentSchema = openObject({
  entry: openObject({ log: logIdText, index: z.int().nonnegative() }),
  fields: z.record(z.string(), z.json()),
  record: z.record(z.string(), z.json()),
  notShown: z.array(z.string()),
});
