import { isWhole, longestVaultCard, parseVaultCard, type VaultCard } from '../../bundle/cards/vault-card.ts';
import { VaultError } from '../../base/errors.ts';
import { vaultIdOf } from '../../ledger/vault-id.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import { keyPhraseOf } from '../../verify/key-phrase.ts';
import { withFile } from '../file-access.ts';

/** A card with what people compare. */
export interface ShownVaultCard extends VaultCard {
  /** Id of the vault that it is about. */
  readonly vault: string;
  /** Words of that vault, to be compared by voice. */
  readonly keyPhrase: string;
  /** True if every signature on it holds. */
  readonly whole: boolean;
}

/**
 * Reads a vault card; whether its signatures hold stands in it.
 * Throws `input.path-*`, `format.unknown`, `format.too-new`, `format.malformed`.
 */
export async function readCardFile(path: string): Promise<ShownVaultCard> {
  return showCard(parseVaultCard(await readCardBytes(path)));
}

/** Throws `input.path-*`, and `format.unknown` for what is longer than any card. */
export function readCardBytes(path: string): Promise<Uint8Array> {
  return withFile(path, (file) => {
    if (file.size > longestVaultCard) throw new VaultError('format.unknown', { what: 'vault-card' });
    return file.read(0, file.size);
  });
}

export function showCard(card: VaultCard): ShownVaultCard {
  const vault = vaultIdOf(nodeHashes, card.root);
  return { ...card, vault, keyPhrase: keyPhraseOf(vault), whole: isWhole(card) };
}
