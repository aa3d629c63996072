import { encodeBase64, equalBytes } from '../../base/bytes.ts';
import { isoTime } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import { compareLearner, type ShownLearner } from '../../bundle/cards/card-learner.ts';
import { readVaultCard } from '../../bundle/cards/vault-card.ts';
import type { IdentityField } from '../../bundle/default-disclosure.ts';
import { textOf } from '../../bundle/readable-json.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { readCardFile, showCard, type ShownVaultCard } from './read-card.ts';

/** A card in the history of this vault. */
export interface KeptCard {
  readonly log: string;
  readonly index: number;
  readonly addedAt: string;
  readonly card: ShownVaultCard;
}

/**
 * Keeps a card that came back signed. The vault does not judge who signed it: whoever reads a bundle does, by their own policy.
 *
 * Throws `input.card-other-vault`, `input.card-not-signed` for one that nobody has put their name to, `proof.invalid` if a signature on
 * it does not hold, and what `readCardFile` throws. The same card again changes nothing.
 */
export async function addVaultCard(vault: WritableVault, path: string): Promise<ShownVaultCard> {
  const card = await readCardFile(path);
  if (!equalBytes(card.root, vault.rootPublicKey)) throw new VaultError('input.card-other-vault');
  if (!card.whole) throw new VaultError('proof.invalid', { what: 'vault-card' });
  if (card.countersignatures.length === 0) throw new VaultError('input.card-not-signed');
  const same = JSON.stringify(card.json);
  if (!keptCards(vault).some((kept) => JSON.stringify(kept.card.json) === same))
    await vault.recorder.record([{ kind: 'card-added', at: isoTime(vault.clock), card: { ...card.json } }]);
  return card;
}

/** The cards that count: of each signer the latest. The last that was added comes first. */
export function keptCards(vault: OpenVault): KeptCard[] {
  const signers = new Set<string>();
  return vault.index.statements.cards().flatMap(({ log, index, at, card: json }) => {
    const card = findReadable(json);
    const fresh = (card?.countersignatures ?? [])
      .map(({ key }) => encodeBase64(key))
      .filter((key) => !signers.has(key));
    for (const key of fresh) signers.add(key);
    return card === undefined || fresh.length === 0 ? [] : [{ log, index, addedAt: at, card }];
  });
}

/** Written by a later version, which a history may hold. */
function findReadable(json: object): ShownVaultCard | undefined {
  try {
    return showCard(readVaultCard(json));
  } catch (thrown) {
    if (thrown instanceof VaultError) return undefined;
    throw thrown;
  }
}

/**
 * The cards that go along with an export: those that say nothing of the learner but what it shows. A card names them, so an export that
 * keeps their name to itself has none.
 *
 * @param identity parts of the profile that are shown; undefined for the default
 */
export function cardsToShow(vault: OpenVault, identity: readonly IdentityField[] | undefined): KeptCard[] {
  const learner = learnerShown(vault, identity);
  return keptCards(vault).filter(({ card }) => compareLearner(card, learner) === 'same');
}

function learnerShown(vault: OpenVault, identity: readonly IdentityField[] | undefined): ShownLearner {
  const shows = (field: IdentityField) => identity === undefined || identity.includes(field);
  const said = (kind: string, field: string) =>
    vault.index.statements.list(kind).flatMap(({ record }) => textOf(record[field]) ?? []);
  return {
    names: shows('name') ? said('profile', 'name') : [],
    registrations: shows('registration')
      ? [...said('profile', 'registration'), ...said('enrolment', 'registration')]
      : [],
  };
}
