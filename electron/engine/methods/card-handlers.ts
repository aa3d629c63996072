import type { cardMethods } from '../../../src/contract/methods/card-methods.ts';
import { addVaultCard, keptCards } from '../../../src/vault/cards/kept-cards.ts';
import { learnerForCards, makeVaultCard } from '../../../src/vault/cards/make-card.ts';
import type { ShownVaultCard } from '../../../src/vault/cards/read-card.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';

/** Vault cards: who says whose vault this is. */
export function cardHandlers(engine: EngineContext): Handlers<typeof cardMethods> {
  const vault = () => engine.session.vault();
  return {
    'cards.state': () => ({
      ...learnerForCards(vault()),
      kept: keptCards(vault()).map(({ card }) => cardForPage(card)),
    }),
    'cards.save': async ({ to, registration, enrolment }) => {
      await makeVaultCard(vault(), {
        registration,
        ...(enrolment === undefined ? {} : { enrolment }),
        out: engine.grants.path(to),
        // The dialog asked before it gave the place away.
        force: true,
      });
      return {};
    },
    'cards.add': async ({ file }) => cardForPage(await addVaultCard(vault(), engine.grants.path(file))),
  };
}

function cardForPage({ name, registration, organisation, countersignatures }: ShownVaultCard) {
  return {
    name,
    ...(registration === undefined ? {} : { registration }),
    ...(organisation === undefined ? {} : { organisation }),
    signers: countersignatures.map(({ name: who, signedAt }) => ({ name: who, signedAt })),
  };
}
