import { isoTime } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import { textOf } from '../../bundle/readable-json.ts';
import { createVaultCard, type CardStatement } from '../../bundle/cards/vault-card.ts';
import { parseRecord } from '../../evidence/parse-record.ts';
import { writeCopy } from '../get-content.ts';
import type { OpenVault } from '../vault-context.ts';
import { readCardFile, type ShownVaultCard } from './read-card.ts';

/** What a new card says of the learner, beside their name. */
export interface CardChoice {
  /** Id of the enrolment whose registration number it says; may be left out where there is only one with a number. */
  readonly enrolment?: string;
  /** False for a card with the name alone. */
  readonly registration?: boolean;
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
  const bytes = createVaultCard(statementOf(vault, choice), vault.rootPublicKey, (message) =>
    vault.keys.signAsRoot(message),
  );
  await writeCopy({ out, force }, (file) => file.writeFile(bytes));
  return readCardFile(out);
}

function statementOf(vault: OpenVault, choice: CardChoice): CardStatement {
  const [profile] = vault.index.statements.list('profile');
  const name = textOf(profile?.record.name)?.trim() ?? '';
  if (name === '') throw new VaultError('input.name-missing');
  return { name, ...registrationOf(vault, choice), madeAt: isoTime(vault.clock) };
}

/** The number of the enrolment that is meant, or else the one in the profile. */
function registrationOf(
  vault: OpenVault,
  { enrolment, registration = true }: CardChoice,
): Pick<CardStatement, 'registration' | 'organisation'> {
  if (!registration) return {};
  const numbered = vault.index.statements.list('enrolment').flatMap(({ id, record }) => {
    const number = textOf(record.registration)?.trim() ?? '';
    const read = parseRecord('enrolment', record);
    const giver =
      read.known && read.kind === 'enrolment' ? read.record.awardingOrganisation?.name : undefined;
    return number === ''
      ? []
      : [{ id, registration: number, ...(giver === undefined ? {} : { organisation: giver }) }];
  });
  const meant = enrolment === undefined ? numbered : numbered.filter(({ id }) => id === enrolment);
  const [only, another] = meant;
  if (another !== undefined) throw new VaultError('input.ambiguous', { what: 'enrolment' });
  if (only !== undefined) {
    const { id: _, ...said } = only;
    return said;
  }
  if (enrolment !== undefined) throw new VaultError('input.not-found', { what: 'enrolment' });
  const [profile] = vault.index.statements.list('profile');
  const number = textOf(profile?.record.registration)?.trim() ?? '';
  return number === '' ? {} : { registration: number };
}
