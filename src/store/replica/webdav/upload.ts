import { createHash } from 'node:crypto';

import { VaultError } from '../../../base/errors.ts';
import type { TargetContent } from '../replica-target.ts';

/**
 * The bytes of a content on their way to a server. Throws `integrity.replica-damaged` with `what: sent` if they are not those that it names.
 * @param heard called for each piece
 * @param failed told what is thrown here, since it reaches the other end as a cut connection
 */
export async function* checkedUpload(
  content: TargetContent,
  heard: () => void,
  failed: (thrown: unknown) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const piece of content.open()) {
      heard();
      hash.update(piece);
      size += piece.length;
      if (size > content.size) break;
      yield piece;
    }
    if (size !== content.size || hash.digest('hex') !== content.sha256)
      throw new VaultError('integrity.replica-damaged', { what: 'sent' });
  } catch (thrown) {
    failed(thrown);
    throw thrown;
  }
}
