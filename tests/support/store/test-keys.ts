import { randomBytes } from '../../../src/crypto/random.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { vaultIdOf } from '../../../src/ledger/vault-id.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { VaultKeys } from '../../../src/store/header/vault-keys.ts';

/** The allowed minimum: tests need the path, not the weight. */
export const lightArgon2 = { memoryKiB: 65_536, passes: 1 };

/** Keys of a vault that has no header, for tests below it. */
export function testKeys(epochs = 1): VaultKeys {
  const root = createKeyPair();
  return new VaultKeys(vaultIdOf(nodeHashes, root.publicKey), root.publicKey, epochs, {
    rootSeed: root.seed,
    plaintextIdKey: randomBytes(32),
    epochs: new Map(Array.from({ length: epochs }, (_, index) => [index + 1, randomBytes(32)])),
  });
}
