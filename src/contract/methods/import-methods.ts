import { z } from 'zod';

import { grantId, method, taskStarted } from '../common.ts';
import { importChoicesSchema } from './import-shapes.ts';

const wanted = z
  .array(z.strictObject({ file: grantId, choices: importChoicesSchema.exactOptional() }))
  .min(1)
  .max(1000);

/** Files and folders that the learner hands over. */
export const importMethods = {
  /**
   * Which of them are of a form that is looked at before it is taken in; the others are kept as they are. Nothing is read but what it
   * takes to know.
   */
  'import.recognise': method(
    z.strictObject({ files: z.array(grantId).min(1).max(10_000) }),
    z.object({ known: z.array(grantId), plain: z.array(grantId) }),
  ),
  /** A dry run: what each would give, with nothing kept. */
  'import.preview': method(z.strictObject({ files: wanted }), taskStarted),
  'import.take': method(z.strictObject({ files: wanted }), taskStarted),
};
