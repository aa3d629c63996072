import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { ReedSolomonErasure } from '@digitaldefiance/reed-solomon-erasure.wasm';

import { VaultError } from '../../base/errors.ts';

/** Reed-Solomon codes over GF(2^8) with the polynomial 0x11d, as the Rust library `reed-solomon-erasure` (and Backblaze's) has them. */
export interface ReedSolomon {
  /** @param shards `data` shards of the same length and room for `parity` more, one after the other, which are filled */
  encode(shards: Uint8Array, data: number, parity: number): void;
  /** Fills the data shards that are not `available`. False if too many are missing. Takes two milliseconds however little there is. */
  reconstruct(shards: Uint8Array, data: number, parity: number, available: readonly boolean[]): boolean;
}

let loaded: Promise<ReedSolomon> | undefined;

/** Loads the code, once. */
export function loadReedSolomon(): Promise<ReedSolomon> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<ReedSolomon> {
  const file = fileURLToPath(import.meta.resolve('@digitaldefiance/reed-solomon-erasure.wasm/wasm'));
  const bytes = await readFile(file);
  const code = ReedSolomonErasure.fromBytes(bytes);
  return {
    encode: (shards, data, parity) => {
      const result = code.encode(shards, data, parity);
      if (result !== ReedSolomonErasure.RESULT_OK)
        throw new VaultError('internal.bug', { what: 'parity', result });
    },
    reconstruct: (shards, data, parity, available) => {
      // The library's `reconstruct` frees one of its arrays twice, which spoils its memory for whatever comes after.
      const once = ReedSolomonErasure.fromBytes(bytes);
      const result = once.reconstruct(shards, data, parity, [...available]);
      if (result === ReedSolomonErasure.RESULT_ERROR_TOO_FEW_SHARDS_PRESENT) return false;
      if (result !== ReedSolomonErasure.RESULT_OK)
        throw new VaultError('internal.bug', { what: 'parity', result });
      return true;
    },
  };
}
