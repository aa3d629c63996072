import { entryKey } from '../bundle/entry-view.ts';
import { trustProblem } from '../ledger/trusted-when.ts';
import { nearestReason } from './check-cards.ts';
import type { History } from './check-history.ts';
import type { CheckSheet } from './check-sheet.ts';
import { parseExpectedKey, type ExpectedKey } from './expected-key.ts';
import type { Policy, PolicyVault } from './policy.ts';
import type { BundleLayout } from './read-layout.ts';
import { sayVerificationCode } from './verification-codes.ts';
import type { CardResult, Dated, Signer } from './verification-report.ts';

/** What a bundle's signer is compared with: never anything out of the bundle. */
export interface KnownVaults {
  /** The one key that the caller named for this bundle; it goes before the policy. */
  readonly expected: ExpectedKey | undefined;
  readonly policy: Policy;
}

/**
 * Is it the vault that the reader expects, or else one that their policy names (rules I1 to I9)?
 * @param dated since when entries have existed, by trusted clocks
 */
export function checkIdentity(
  { document, publicKey }: BundleLayout,
  {
    signer,
    history,
    dated,
    cards,
  }: {
    readonly signer: Signer | undefined;
    readonly history: History;
    readonly dated: ReadonlyMap<string, Dated>;
    /** The cards in the bundle, judged. */
    readonly cards: readonly CardResult[];
  },
  { expected, policy }: KnownVaults,
  sheet: CheckSheet,
): void {
  const vault = { id: document.vault.id, publicKey };
  if (expected !== undefined) {
    if (!expected(vault)) sheet.fail('identity', { code: 'identity-other-key' });
    else if (signer === undefined) sheet.notChecked('identity', 'signature-not-good');
    else sheet.pass('identity', 'Signed with the key that you expected.');
    return;
  }
  const named = policy.vaults.filter(({ key }) => parseExpectedKey(key)(vault));
  const times = history.rows
    .filter(({ list }) => list !== 'others')
    .map(({ row }) => dated.get(entryKey(row.entry))?.by);
  const card = cards.find(({ result }) => result === 'pass');
  if (signer === undefined && (named.length > 0 || card !== undefined))
    sheet.notChecked('identity', 'signature-not-good');
  else if (named.some((one) => isWithin(one, times)))
    sheet.pass('identity', 'Signed with the key of a vault that your policy names.');
  else if (card !== undefined) sheet.pass('identity', sayTrusted(card));
  else sayUnknown(named, cards, policy, sheet);
}

function sayTrusted({ name, signers }: CardResult): string {
  const known = signers.flatMap(({ result, known: who }) => (result === 'pass' ? (who ?? []) : []));
  return `This vault is ${name ?? ''}’s, says a card signed by ${known.join(' and ')}.`;
}

/** Why nobody can say whose vault this is: the reason that comes nearest to an answer. */
function sayUnknown(
  named: readonly PolicyVault[],
  cards: readonly CardResult[],
  { vaults, cardSigners }: Policy,
  sheet: CheckSheet,
): void {
  const reason = nearestReason(cards);
  if (named.length > 0) sheet.notChecked('identity', 'identity-not-then');
  else if (reason !== undefined)
    sheet.notChecked('identity', reason, [sayVerificationCode(reason), ...sayClaims(cards)].join(' '));
  else if (vaults.length > 0) sheet.notChecked('identity', 'identity-not-named');
  else if (cardSigners.length > 0) sheet.notChecked('identity', 'card-not-there');
  else sheet.notChecked('identity', 'identity-not-asked');
}

/** What the cards claim, and in whose name. */
function sayClaims(cards: readonly CardResult[]): string[] {
  return cards.flatMap(({ name, signers }) =>
    name === undefined
      ? []
      : [
          `It names ${name}; the name on its signature is ${signers.map((one) => one.known ?? one.name).join(' and ') || 'missing'}.`,
        ],
  );
}

/** A policy that limits when a vault is trusted needs a trusted date of every item and statement: the vault's own would prove nothing. */
function isWithin(vault: PolicyVault, times: readonly (string | undefined)[]): boolean {
  const { from, until, compromisedFrom } = vault;
  if (from === undefined && until === undefined && compromisedFrom === undefined) return true;
  return (
    times.length > 0 &&
    times.every((time) => time !== undefined && trustProblem(vault, Date.parse(time)) === undefined)
  );
}
