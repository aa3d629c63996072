import { VaultError } from '../../base/errors.ts';
import { witnessUrl } from '../../anchors/witness-client.ts';
import { encodeVerifierKey, parseVerifierKey } from '../../ledger/witness/verifier-key.ts';
import { readSettingsLeniently } from '../outside/lenient-settings.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { chosenWitnessesSchema, type ChosenWitness } from './witness-choice.ts';

/** Reads the list of a vault that is open to be read; damaged settings hold none. Throws `format.too-new`, `storage.*`. */
export async function readWitnesses(vault: OpenVault): Promise<readonly ChosenWitness[]> {
  const read = await readSettingsLeniently(vault);
  const value = read === 'damaged' ? undefined : read?.value;
  return chosenWitnessesSchema.safeParse(value?.witnesses).data ?? [];
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
  const address = addressOf(which);
  const found = witnesses.filter(
    (one) => one.url === address || one.key === which || sayWitness(one) === which,
  );
  const [first] = found;
  if (first === undefined) throw new VaultError('input.not-found');
  if (found.length > 1) throw new VaultError('input.ambiguous');
  await vault.secrets.setWitnesses(witnesses.filter((one) => one !== first));
  return first;
}

/** The address as it is kept, however it was written; undefined for what is none. */
function addressOf(text: string): string | undefined {
  try {
    return witnessUrl(text);
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code === 'input.usage') return undefined;
    throw thrown;
  }
}

/** What to call a witness of the list: the name that its key bears, or its address where the key is none. */
export function sayWitness({ url, key }: ChosenWitness): string {
  try {
    return witnessName(key);
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code === 'format.malformed') return url;
    throw thrown;
  }
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
    throw new VaultError(
      'input.usage',
      { field: 'key', problem: 'that is not the key of a witness' },
      thrown,
    );
  }
}
