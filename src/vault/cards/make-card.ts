import { isoTime } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import { createVaultCard, type CardStatement } from '../../bundle/cards/vault-card.ts';
import { textOf } from '../../bundle/readable-json.ts';
import { parseRecord } from '../../evidence/parse-record.ts';
import { keyPhraseOf } from '../../verify/key-phrase.ts';
import { writeCopy } from '../out-files.ts';
import type { OpenVault } from '../vault-context.ts';
import { readCardFile, type ShownVaultCard } from './read-card.ts';

/** What a new card says of the learner, beside their name. */
export interface CardChoice {
  /** Id of the enrolment whose registration number it says; may be left out where there is only one with a number. */
  readonly enrolment?: string;
  /** False for a card with the name alone. */
  readonly registration?: boolean;
}

/** A registration number that a card may say. */
interface CardNumber {
  /** Id of the enrolment that it stands in; left out for the one in the profile. */
  readonly enrolment?: string;
  readonly registration: string;
  readonly organisation?: string;
}

/** Who the learner is, as far as a card may say it, and the words of their vault. */
export interface CardLearner {
  readonly name?: string;
  readonly numbers: readonly CardNumber[];
  readonly keyPhrase: string;
}

/**
 * Writes a card of this vault, to be signed by a provider or an awarding organisation. It holds the learner's name, and unless told
 * otherwise one registration number with who gave it; nothing else.
 *
 * Throws `input.name-missing` without a name in the profile, `input.ambiguous` if several registration numbers could be meant,
 * `input.not-found` for an enrolment that is none or has no number, `input.exists`, `storage.*`.
 */
export async function makeVaultCard(
  vault: OpenVault,
  { out, force, ...choice }: CardChoice & { readonly out: string; readonly force: boolean },
): Promise<ShownVaultCard> {
  const { name, numbers } = learnerForCards(vault);
  if (name === undefined) throw new VaultError('input.name-missing');
  const stated: CardStatement = { name, ...numberOf(numbers, choice), madeAt: isoTime(vault.clock) };
  const bytes = createVaultCard(stated, vault.rootPublicKey, (message) => vault.keys.signAsRoot(message));
  await writeCopy({ out, force }, (file) => file.append(bytes));
  return readCardFile(out);
}

/** What a card of this vault could say. The number in the profile counts only where no enrolment has one. */
export function learnerForCards(vault: OpenVault): CardLearner {
  const [profile] = vault.index.statements.list('profile');
  const name = saidOf(profile?.record.name);
  const own = saidOf(profile?.record.registration);
  const numbered = vault.index.statements.list('enrolment').flatMap(({ id, record }): CardNumber[] => {
    const registration = saidOf(record.registration);
    const read = parseRecord('enrolment', record);
    const giver =
      read.known && read.kind === 'enrolment' ? read.record.awardingOrganisation?.name : undefined;
    const organisation = giver === undefined ? {} : { organisation: giver };
    return registration === undefined ? [] : [{ enrolment: id, registration, ...organisation }];
  });
  return {
    ...(name === undefined ? {} : { name }),
    numbers: numbered.length > 0 || own === undefined ? numbered : [{ registration: own }],
    keyPhrase: keyPhraseOf(vault.id),
  };
}

function numberOf(
  numbers: readonly CardNumber[],
  { enrolment, registration = true }: CardChoice,
): Pick<CardStatement, 'registration' | 'organisation'> {
  if (!registration) return {};
  const meant = enrolment === undefined ? numbers : numbers.filter((one) => one.enrolment === enrolment);
  const [only, another] = meant;
  if (another !== undefined) throw new VaultError('input.ambiguous', { what: 'enrolment' });
  if (only === undefined) {
    if (enrolment !== undefined) throw new VaultError('input.not-found', { what: 'enrolment' });
    return {};
  }
  const { enrolment: _, ...said } = only;
  return said;
}

function saidOf(value: Parameters<typeof textOf>[0]): string | undefined {
  const text = textOf(value)?.trim() ?? '';
  return text === '' ? undefined : text;
}
