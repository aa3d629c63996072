import { VaultError } from '../base/errors.ts';
import { crc32 } from './crc32.ts';
import type { HashPort, StreamingHash } from './hash-port.ts';
import { sodium } from './sodium.ts';

/** libsodium copies what it hashes into its own memory, which never shrinks: larger input goes in pieces. */
const pieceSize = 65_536;

interface Family<State> {
  readonly init: () => State;
  readonly update: (state: State, piece: Uint8Array) => void;
  readonly final: (state: State) => Uint8Array;
}

function create<State>(family: Family<State>): StreamingHash {
  // libsodium frees the state with the digest; touching it afterwards would read freed memory.
  let state: { readonly address: State } | undefined = { address: family.init() };
  const living = (): State => {
    if (state === undefined) throw new VaultError('internal.bug', { what: 'hash-finished' });
    return state.address;
  };
  return {
    update(bytes) {
      const address = living();
      for (let at = 0; at < bytes.length; at += pieceSize)
        family.update(address, bytes.subarray(at, at + pieceSize));
    },
    digest() {
      const address = living();
      state = undefined;
      return family.final(address);
    },
  };
}

const createSha256 = (): StreamingHash =>
  create({
    init: () => sodium.crypto_hash_sha256_init(),
    update: (state, piece) => sodium.crypto_hash_sha256_update(state, piece),
    final: (state) => sodium.crypto_hash_sha256_final(state),
  });

const createSha512 = (): StreamingHash =>
  create({
    init: () => sodium.crypto_hash_sha512_init(),
    update: (state, piece) => sodium.crypto_hash_sha512_update(state, piece),
    final: (state) => sodium.crypto_hash_sha512_final(state),
  });

function sha256(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= pieceSize) return sodium.crypto_hash_sha256(bytes);
  const hash = createSha256();
  hash.update(bytes);
  return hash.digest();
}

/** Hashes that run wherever libsodium's WebAssembly does, browser pages included. */
export const portableHashes: HashPort = { sha256, createSha256, createSha512, crc32 };
