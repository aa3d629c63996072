import { z } from 'zod';

import { grantId, idText, method, nothing, timeText } from '../common.ts';

const cardSchema = z.object({
  name: z.string(),
  registration: z.string().exactOptional(),
  organisation: z.string().exactOptional(),
  signers: z.array(z.object({ name: z.string(), signedAt: timeText })),
});

const cardStateSchema = z.object({
  /** The name that a new card would say; a card needs one. */
  name: z.string().exactOptional(),
  /** Registration numbers that a new card may say; `enrolment` names the one that is meant. */
  numbers: z.array(
    z.object({
      enrolment: z.string().exactOptional(),
      registration: z.string(),
      organisation: z.string().exactOptional(),
    }),
  ),
  /** Words of this vault, to be read out to whoever signs. */
  keyPhrase: z.string(),
  /** Cards that came back signed, the last that was added first. */
  kept: z.array(cardSchema),
});
export type CardState = z.infer<typeof cardStateSchema>;

/** Vault cards: who says whose vault this is. */
export const cardMethods = {
  'cards.state': method(nothing, cardStateSchema),
  /** Writes a new card, to be signed by somebody else. */
  'cards.save': method(
    z.strictObject({
      to: grantId,
      /** False for the name alone. */
      registration: z.boolean(),
      enrolment: idText.exactOptional(),
    }),
    nothing,
  ),
  /** Keeps a card that came back signed. */
  'cards.add': method(z.strictObject({ file: grantId }), cardSchema),
};
