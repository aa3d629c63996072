import { z } from 'zod';

import { idsAtSourceSchema, itemIdsSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { saidSchema, stated } from '../values/stated.ts';
import { statedTimeSchema } from '../values/times.ts';
import { writtenTextSchema } from '../values/written-text.ts';

/** One row of the rubric that an assignment is going to be marked by, verbatim. */
const rubricRowSchema = openObject({
  id: saidSchema.exactOptional(),
  title: z.string(),
  description: z.string().exactOptional(),
  of: saidSchema.exactOptional(),
  levels: z
    .array(
      openObject({
        title: z.string(),
        description: z.string().exactOptional(),
        points: saidSchema.exactOptional(),
      }),
    )
    .exactOptional(),
});

/** A task that a portal set, with its brief. The brief's files are documents, named in `items`. */
export const assignmentSchema = openObject({
  title: z.string(),
  course: openObject({
    title: z.string().exactOptional(),
    ids: idsAtSourceSchema.exactOptional(),
  }).exactOptional(),
  /** The portal's own numbers for this assignment, verbatim. */
  ids: idsAtSourceSchema.exactOptional(),
  brief: z.array(writtenTextSchema).exactOptional(),
  rubric: z.array(rubricRowSchema).exactOptional(),
  items: itemIdsSchema.exactOptional(),
  opens: statedTimeSchema.exactOptional(),
  due: statedTimeSchema.exactOptional(),
  cutOff: statedTimeSchema.exactOptional(),
  modified: statedTimeSchema.exactOptional(),
  /** Handed in by a group together. */
  team: stated(z.boolean()).exactOptional(),
  blindMarking: stated(z.boolean()).exactOptional(),
  /** False where nothing is handed in here, such as an observation. */
  takesSubmissions: stated(z.boolean()).exactOptional(),
  /** How many attempts the source allows, verbatim (Moodle: -1 is any number). */
  attemptsAllowed: saidSchema.exactOptional(),
  /** What it is graded by, verbatim (Moodle: the most points, or minus the number of a scale; Canvas: the kind of grading). */
  gradedBy: saidSchema.exactOptional(),
});
export type Assignment = z.infer<typeof assignmentSchema>;
