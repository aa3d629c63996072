import { z } from 'zod';

/** A witness of the learner's list, as the sealed settings hold it. */
const chosenWitnessSchema = z.looseObject({
  /** Address that `add-checkpoint` is put after. */
  url: z.string(),
  /** Its key: `name+id+key` (https://c2sp.org/signed-note). */
  key: z.string(),
});

export const chosenWitnessesSchema = z.array(chosenWitnessSchema);
export type ChosenWitness = z.infer<typeof chosenWitnessSchema>;
