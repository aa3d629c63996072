import { VaultError } from '../../src/base/errors.ts';
import type { RandomAccess } from '../../src/bundle/zip/random-access.ts';

/** A file that the reader chose: each range is read when it is wanted, so that its length needs no memory. */
export function fileAccess(file: Blob): RandomAccess {
  return {
    size: file.size,
    async read(offset, length) {
      try {
        return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
      } catch (cause) {
        // It was moved, changed or taken away since it was chosen.
        throw new VaultError('input.path-unreadable', {}, cause);
      }
    },
  };
}
