import { saidSchema, stated } from './stated.ts';
import { z } from 'zod';

/** What a portal puts beside a piece of work about its time, verbatim; absent where it says nothing (Canvas). */
export const standingShape = {
  late: stated(z.boolean()).exactOptional(),
  missing: stated(z.boolean()).exactOptional(),
  /** The learner need not do it: it counts neither for nor against them. */
  excused: stated(z.boolean()).exactOptional(),
  /** `late`, `missing`, `extended` or `none`, as staff set it. */
  latePolicy: saidSchema.exactOptional(),
  /** Taken off for being late, in points. */
  pointsDeducted: saidSchema.exactOptional(),
};
