import { z } from 'zod';

import { method, nothing, taskStarted } from '../common.ts';

/** Spare data beside kept files, from which small damage heals. */
export const parityMethods = {
  /** `on`: made of what is kept from now on. Files of spare data, and their bytes. */
  'parity.state': method(nothing, z.object({ on: z.boolean(), files: z.number(), bytes: z.number() })),
  /** Switches it on, and makes what is missing; or off, and takes away what there is. */
  'parity.set': method(z.strictObject({ on: z.boolean() }), taskStarted),
};
