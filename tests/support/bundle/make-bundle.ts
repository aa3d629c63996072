import { concatBytes } from '../../../src/base/bytes.ts';
import type { BundleInput, OpenContent } from '../../../src/bundle/bundle-input.ts';
import { planBundle } from '../../../src/bundle/plan-bundle.ts';
import { writeBundle } from '../../../src/bundle/write-bundle.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import type { SmallVault } from './small-vault.ts';

export function openFrom(contents: ReadonlyMap<string, Uint8Array>): OpenContent {
  return async function* ({ sha256 }) {
    const bytes = contents.get(sha256);
    if (bytes === undefined) throw new Error('no such content');
    yield bytes;
  };
}

/** A sink that keeps what it is given. */
export class MemorySink {
  readonly pieces: Uint8Array[] = [];

  async write(bytes: Uint8Array): Promise<void> {
    // Whoever writes may use its memory again.
    this.pieces.push(bytes.slice());
  }

  get bytes(): Uint8Array {
    return concatBytes(...this.pieces);
  }
}

/** The whole bundle of a vault as bytes. */
export async function makeBundle(vault: SmallVault, input: BundleInput = vault.input()): Promise<Uint8Array> {
  const sink = new MemorySink();
  await writeBundle(planBundle(hashes, input), openFrom(vault.contents), sink);
  return sink.bytes;
}
