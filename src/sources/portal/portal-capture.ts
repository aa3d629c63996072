import type { Certificate } from '../../evidence/provenance.ts';

/** What a page is kept as. */
export type PagePart = 'pdf' | 'screenshot' | 'source';

/** One thing that the learner kept in the portal window. */
export interface PortalCapture {
  /** As the window saw it, secrets and all: they are taken out before anything is kept. */
  readonly address: string;
  /** Title of the page that was kept, or on which the file was found. */
  readonly title?: string;
  /** HTTP status. */
  readonly status?: number;
  /** `date`, `etag` and `last-modified` as the server sent them, by their lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** When it was received, ISO 8601. */
  readonly received: string;
  /** Leaf first; empty without TLS. */
  readonly certificates: readonly Certificate[];
  readonly kept: KeptDownload | KeptPage;
  /** All bytes, read once. What it throws is the reason why the item is not kept. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface KeptDownload {
  readonly what: 'download';
  /** As the server named it. */
  readonly name: string;
  readonly mediaType?: string;
  /** The page at `address` held it in itself, so it has no address of its own. */
  readonly inPage?: boolean;
  /** Bytes that the server announced. */
  readonly size?: number;
}

export interface KeptPage {
  readonly what: 'page';
  /** What `bytes` are, one part after the other. */
  readonly parts: readonly { readonly what: PagePart; readonly size: number }[];
}
