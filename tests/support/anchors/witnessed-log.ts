import { encodeBase64, utf8 } from '../../../src/base/bytes.ts';
import { createKeyPair, type KeyPair } from '../../../src/crypto/sign.ts';
import { checkpointOrigin, signCheckpoint } from '../../../src/ledger/checkpoint.ts';
import { logIdOf } from '../../../src/ledger/log-identity.ts';
import { MerkleTree } from '../../../src/ledger/merkle-tree.ts';
import { signNote } from '../../../src/ledger/signed-note.ts';
import { encodeAddCheckpoint } from '../../../src/ledger/witness/add-checkpoint.ts';
import { encodeVerifierKey } from '../../../src/ledger/witness/verifier-key.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';

/** A log that asks a witness, with a history that can be told in two ways. */
export class WitnessedTestLog {
  readonly keys: KeyPair = createKeyPair();
  readonly id = logIdOf(nodeHashes, this.keys.publicKey);
  readonly origin = checkpointOrigin(this.id);
  readonly verifierKey = encodeVerifierKey({ name: this.origin, publicKey: this.keys.publicKey }, 'ed25519');
  readonly #trees: Readonly<Record<'told' | 'retold', MerkleTree>>;

  /** @param fork the two ways differ from this leaf on */
  constructor(size = 20, fork = 4) {
    const leaves = (way: string): Uint8Array[] =>
      Array.from({ length: size }, (_, index) =>
        nodeHashes.sha256(utf8(`${index < fork ? 'told' : way} ${String(index)}`)),
      );
    this.#trees = {
      told: new MerkleTree(nodeHashes, leaves('told')),
      retold: new MerkleTree(nodeHashes, leaves('retold')),
    };
  }

  note(size: number, way: 'told' | 'retold' = 'told'): string {
    const root = this.#trees[way].root(size);
    return signCheckpoint({ log: this.id, seed: this.keys.seed, publicKey: this.keys.publicKey, size, root });
  }

  /** A note of this log's text that another key signed under its name. */
  noteByAnotherKey(size: number): string {
    const { seed, publicKey } = createKeyPair();
    const body = `${this.origin}\n${String(size)}\n${encodeBase64(this.#trees.told.root(size))}\n`;
    return signNote(body, this.origin, seed, publicKey);
  }

  proof(oldSize: number, size: number, way: 'told' | 'retold' = 'told'): Uint8Array[] {
    return this.#trees[way].consistencyProof(oldSize, size);
  }

  request(oldSize: number, size: number, way: 'told' | 'retold' = 'told'): string {
    return encodeAddCheckpoint({
      oldSize,
      proof: oldSize > size ? [] : this.proof(oldSize, size, way),
      note: this.note(size, way),
    });
  }
}
