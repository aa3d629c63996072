import { z } from 'zod';

/** Whether the learner wants authorities to be asked after each sync; nobody is asked before they said so. */
export type StampingConsent = 'not-asked' | 'on' | 'off';

export const stampingSchema = z.looseObject({
  consent: z.enum(['not-asked', 'on', 'off']).default('not-asked'),
  /** Left out until the learner changes the list. */
  authorities: z.array(z.string()).exactOptional(),
});
export type StoredStamping = z.infer<typeof stampingSchema>;

export const neverAsked: StoredStamping = { consent: 'not-asked' };
