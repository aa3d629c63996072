import { z } from 'zod';

import { idText, method, nothing } from '../common.ts';
import { taskSchema } from '../tasks.ts';

/** Long work under way. */
export const taskMethods = {
  'tasks.list': method(nothing, z.object({ tasks: z.array(taskSchema) })),
  'tasks.cancel': method(z.strictObject({ task: idText }), nothing),
  /** A task that ended is no longer listed. */
  'tasks.dismiss': method(z.strictObject({ task: idText }), nothing),
};
