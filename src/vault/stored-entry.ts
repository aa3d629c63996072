import { encodeBase64 } from '../base/bytes.ts';
import { isoTime, type Clock } from '../base/clock.ts';
import type { EntryOf } from '../ledger/kinds/entry-kinds.ts';
import type { CapturedContent } from '../store/blob/captured-content.ts';
import type { VaultKeys } from '../store/header/vault-keys.ts';
import type { BlobRow } from '../store/index/blob-queries.ts';

/** The entry that says where a content lies and what opens it. */
export function storedEntry(
  { plaintextId, sha256, size, epoch, parts }: Omit<BlobRow, 'at'>,
  at: string,
): EntryOf<'blob-stored'> {
  return {
    kind: 'blob-stored',
    at,
    plaintext: plaintextId,
    sha256,
    size,
    epoch,
    parts: parts.map(({ shelf, file, sealedSize, key }) => ({
      shelf,
      file,
      sealedSize,
      key: encodeBase64(key),
    })),
  };
}

/** The same of a content that was captured just now. */
export function capturedEntry(
  { clock, keys }: { readonly clock: Clock; readonly keys: VaultKeys },
  { digests, plaintextId, parts }: CapturedContent,
): EntryOf<'blob-stored'> {
  const { sha256, size } = digests;
  return storedEntry({ plaintextId, sha256, size, epoch: keys.epoch, parts }, isoTime(clock));
}
