import { z } from 'zod';

import { openObject } from './open-object.ts';

/** A row of a table as it stood there: the headings and values of its filled cells, untouched. */
export const tableRowSchema = openObject({
  cells: z.array(openObject({ title: z.string(), said: z.string() })),
});
