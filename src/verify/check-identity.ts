import { entryKey } from '../bundle/entry-view.ts';
import type { History } from './check-history.ts';
import type { CheckSheet } from './check-sheet.ts';
import { parseExpectedKey, type ExpectedKey } from './expected-key.ts';
import type { Policy, PolicyVault } from './policy.ts';
import type { BundleLayout } from './read-layout.ts';
import type { Dated, Signer } from './verification-report.ts';

/** What a bundle's signer is compared with: never anything out of the bundle. */
export interface KnownVaults {
  /** The one key that the caller named for this bundle; it goes before the policy. */
  readonly expected: ExpectedKey | undefined;
  readonly policy: Policy;
}

/**
 * Is it the vault that the reader expects, or else one that their policy names (rules I1 to I3)?
 * @param dated since when entries have existed, by trusted clocks
 */
export function checkIdentity(
  { document, publicKey }: BundleLayout,
  {
    signer,
    history,
    dated,
  }: {
    readonly signer: Signer | undefined;
    readonly history: History;
    readonly dated: ReadonlyMap<string, Dated>;
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
  if (policy.vaults.length === 0) sheet.notChecked('identity', 'identity-not-asked');
  else if (named.length === 0) sheet.notChecked('identity', 'identity-not-named');
  else if (signer === undefined) sheet.notChecked('identity', 'signature-not-good');
  else if (named.some((one) => isWithin(one, times)))
    sheet.pass('identity', 'Signed with the key of a vault that your policy names.');
  else sheet.notChecked('identity', 'identity-not-then');
}

/** A policy that limits when a vault is trusted needs a trusted date of every item and statement: the vault's own would prove nothing. */
function isWithin(
  { from, until, compromisedFrom }: PolicyVault,
  times: readonly (string | undefined)[],
): boolean {
  if (from === undefined && until === undefined && compromisedFrom === undefined) return true;
  return (
    times.length > 0 &&
    times.every((time) => {
      if (time === undefined) return false;
      const at = Date.parse(time);
      return (
        (from === undefined || at >= Date.parse(from)) &&
        (until === undefined || at <= Date.parse(until)) &&
        (compromisedFrom === undefined || at < Date.parse(compromisedFrom))
      );
    })
  );
}
