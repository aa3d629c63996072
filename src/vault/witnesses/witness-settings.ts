import { VaultError } from '../../base/errors.ts';
import { witnessUrl } from '../../anchors/witness-client.ts';
import { encodeVerifierKey, parseVerifierKey } from '../../ledger/witness/verifier-key.ts';
import { readSettings } from '../../store/settings.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { chosenWitnessesSchema, type ChosenWitness } from './witness-choice.ts';

/** Reads the list of a vault that is open to be read; damaged settings hold none. Throws `format.too-new`, `storage.*`. */
export async function readWitnesses(vault: OpenVault): Promise<readonly ChosenWitness[]> {
  try {
    const read = await readSettings(vault.port, vault.dir, vault.keys);
    return chosenWitnessesSchema.safeParse(read?.value.witnesses).data ?? [];
  } catch (thrown) {
    const useless =
      thrown instanceof VaultError &&
      ['integrity.settings-damaged', 'integrity.vault-mismatch'].includes(thrown.code);
    if (!useless) throw thrown;
    return [];
  }
}

/**
 * Adds a witness; from now on it is shown the size and root of this vault's history after each sync, and nothing else. One with this
 * address or key takes the place of the one before. Durable once it resolves.
 * Throws `input.usage` for an address or a key that is none, `storage.*`.
 */
export async function addWitness(vault: WritableVault, url: string, key: string): Promise<ChosenWitness> {
  const added: ChosenWitness = { url: witnessUrl(url), key: readKey(key) };
  const others = vault.secrets.witnesses.filter((one) => one.url !== added.url && one.key !== added.key);
  await vault.secrets.setWitnesses([...others, added]);
  return added;
}

/**
 * Asks a witness no more; what it signed stays in the history.
 * @param which its address, name or key
 * Throws `input.not-found`, `input.ambiguous`, `storage.*`.
 */
export async function removeWitness(vault: WritableVault, which: string): Promise<ChosenWitness> {
  const { witnesses } = vault.secrets;
  const found = witnesses.filter(
    ({ url, key }) => url === which || url === `${which}/` || key === which || witnessName(key) === which,
  );
  const [first] = found;
  if (first === undefined) throw new VaultError('input.not-found');
  if (found.length > 1) throw new VaultError('input.ambiguous');
  await vault.secrets.setWitnesses(witnesses.filter((one) => one !== first));
  return first;
}

/** The name that a witness's key bears. Throws `format.malformed`. */
export function witnessName(key: string): string {
  return parseVerifierKey(key, 'cosignature').name;
}

function readKey(text: string): string {
  try {
    return encodeVerifierKey(parseVerifierKey(text.trim(), 'cosignature'), 'cosignature');
  } catch (thrown) {
    if (!(thrown instanceof VaultError)) throw thrown;
    throw new VaultError('input.usage', { problem: 'that is not the key of a witness' }, thrown);
  }
}
