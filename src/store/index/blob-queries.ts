import { z } from 'zod';

import { parseBase64 } from '../../base/bytes.ts';
import { base64Text, sha256Text } from '../../ledger/kinds/common.ts';
import type { IndexConnection } from './index-database.ts';
import { readColumn } from './json-column.ts';

/** Where one sealed part of a content lies, and its key. */
interface BlobPartRow {
  readonly shelf: number;
  readonly file: string;
  readonly sealedSize: number;
  readonly key: Uint8Array;
}

export interface BlobRow {
  /** Plaintext id, hexadecimal. */
  readonly plaintextId: string;
  readonly sha256: string;
  readonly size: number;
  readonly parts: readonly BlobPartRow[];
}

interface BlobColumns {
  plaintext: string;
  sha256: string;
  size: number;
  parts: string;
}

const partsSchema = z.array(
  z.object({
    shelf: z.int(),
    file: sha256Text,
    sealedSize: z.int(),
    key: base64Text.transform((text) => parseBase64(text)),
  }),
);

/** Where contents lie. */
export class BlobQueries {
  readonly #byPlaintext;
  readonly #byDigest;
  readonly #files;
  readonly #all;
  readonly #itemsOfFile;
  readonly #itemsOfEntry;

  constructor(database: IndexConnection) {
    const columns = 'select plaintext, sha256, size, parts from blob';
    this.#byPlaintext = database.prepare<[string], BlobColumns>(
      `${columns} where plaintext = ? order by log, seq desc limit 1`,
    );
    this.#byDigest = database.prepare<[string, number], BlobColumns>(
      `${columns} where sha256 = ? and size = ? order by log, seq desc limit 1`,
    );
    this.#all = database.prepare<[], BlobColumns>(`${columns} order by log, seq`);
    this.#files = database.prepare<[], { file: string; shelf: number; sealed_size: number }>(
      'select file, shelf, sealed_size from blob_file order by shelf, file',
    );
    this.#itemsOfFile = database.prepare<[string], { item: string }>(
      'select u.item from blob_file f join content_use u on u.sha256 = f.sha256 where f.file = ? order by u.item',
    );
    this.#itemsOfEntry = database.prepare<[string, number, string, number], { item: string }>(
      `select item from event where log = ? and seq = ? and item is not null
       union select u.item from blob b join content_use u on u.sha256 = b.sha256 where b.log = ? and b.seq = ?`,
    );
  }

  findByPlaintext(plaintextId: string): BlobRow | undefined {
    return maybeBlob(this.#byPlaintext.get(plaintextId));
  }

  findByDigest(sha256: string, size: number): BlobRow | undefined {
    return maybeBlob(this.#byDigest.get(sha256, size));
  }

  /** Every stored content, one at a time. */
  *all(): IterableIterator<BlobRow> {
    for (const row of this.#all.iterate()) yield blobRow(row);
  }

  /** Every blob file that the ledger names. */
  files(): { readonly file: string; readonly shelf: number; readonly sealedSize: number }[] {
    return this.#files.all().map(({ file, shelf, sealed_size: sealedSize }) => ({ file, shelf, sealedSize }));
  }

  /** Items that lose something if this blob file is damaged. */
  itemsOfFile(file: string): string[] {
    return this.#itemsOfFile.all(file).map(({ item }) => item);
  }

  /** Items that lose something if this entry is damaged. */
  itemsOfEntry(log: string, index: number): string[] {
    return this.#itemsOfEntry.all(log, index, log, index).map(({ item }) => item);
  }
}

function maybeBlob(row: BlobColumns | undefined): BlobRow | undefined {
  return row === undefined ? undefined : blobRow(row);
}

function blobRow(row: BlobColumns): BlobRow {
  return {
    plaintextId: row.plaintext,
    sha256: row.sha256,
    size: row.size,
    parts: readColumn(partsSchema, row.parts),
  };
}
