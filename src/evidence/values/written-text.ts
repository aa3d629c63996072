import { z } from 'zod';

import { openObject } from './open-object.ts';
import { stated } from './stated.ts';

const textFormats = ['plain', 'html', 'markdown'] as const;

/** Text that somebody wrote in a portal, verbatim, with the format that the source names (Moodle: 1 is HTML). */
export const writtenTextSchema = openObject({
  said: z.string(),
  format: stated(z.enum(textFormats)).exactOptional(),
  /** The field it stood in, such as `comments`. */
  field: z.string().exactOptional(),
});
export type WrittenText = z.infer<typeof writtenTextSchema>;
