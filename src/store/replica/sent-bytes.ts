import { encodeHex } from '../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import type { TargetContent } from './replica-target.ts';

/** Takes the digest and the count of bytes on their way; `compare` throws `integrity.replica-damaged` if they are not what was to be sent. */
export function countBytes({ sha256, size }: TargetContent): {
  onBytes: (bytes: Uint8Array) => void;
  compare: () => void;
} {
  const hash = nodeHashes.createSha256();
  let sent = 0;
  return {
    onBytes: (bytes) => {
      hash.update(bytes);
      sent += bytes.length;
    },
    compare: () => {
      if (encodeHex(hash.digest()) !== sha256 || sent !== size)
        throw new VaultError('integrity.replica-damaged', { what: 'sent' });
    },
  };
}

/** Passes bytes on until they are no longer wanted: then throws `internal.cancelled`. */
export async function* refuseCancelled(
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of content) {
    throwIfCancelled(signal);
    yield bytes;
  }
}
