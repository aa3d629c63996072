import { VaultError } from '../../base/errors.ts';
import { parsePublicPart, type BlobPart } from '../../ledger/public-part.ts';
import { blobsName, blobName, shelfName } from '../blob/blob-paths.ts';
import type { SegmentContent } from '../ledger-files/segment-content.ts';

/** A blob file inside the vault, as findings name it. */
export function blobInside({ shelf, file }: { readonly shelf: number; readonly file: string }): string {
  return `${blobsName}/${shelfName(shelf)}/${blobName(file)}`;
}

/** The blob files that a ledger names, gathered without opening any entry. */
export class ReferencedBlobs {
  readonly #parts = new Map<string, BlobPart>();
  #bytes = 0;

  /** Takes what the public parts of a segment's entries say. */
  addSegment({ entries }: SegmentContent): void {
    for (const entry of entries) if (entry.type === 'sealed') this.#addPublicPart(entry.publicPart);
  }

  /** By the SHA-256 of the sealed file. */
  get parts(): ReadonlyMap<string, BlobPart> {
    return this.#parts;
  }

  /** Length of all of them in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  #addPublicPart(publicPart: Uint8Array): void {
    try {
      for (const part of parsePublicPart(publicPart).blobs) {
        if (this.#parts.has(part.name)) continue;
        this.#parts.set(part.name, part);
        this.#bytes += part.sealedLength;
      }
    } catch (error) {
      // Only of a frame whose checksum differs: that is told as damage of its segment.
      if (!(error instanceof VaultError)) throw error;
    }
  }
}
