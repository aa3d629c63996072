import { z } from 'zod';

import { parseBase64 } from '../../base/bytes.ts';
import { base64Text, sha256Text } from '../../ledger/kinds/common.ts';
import type { IndexConnection } from './index-database.ts';
import { readColumn } from './json-column.ts';

/** Where one sealed part of a content lies, and its key. */
export interface BlobPartRow {
  readonly shelf: number;
  readonly file: string;
  readonly sealedSize: number;
  readonly key: Uint8Array;
}

export interface BlobRow {
  /** When it was stored. */
  readonly at: string;
  /** Plaintext id, hexadecimal. */
  readonly plaintextId: string;
  readonly sha256: string;
  readonly size: number;
  /** Of the keys that its sealed files belong to. */
  readonly epoch: number;
  readonly parts: readonly BlobPartRow[];
}

/** A blob file, and the content that it is of or a part of. */
export interface BlobFileRow {
  readonly shelf: number;
  readonly sealedSize: number;
  /** SHA-256 of the content, hexadecimal, and its length. */
  readonly sha256: string;
  readonly size: number;
}

interface BlobFileColumns {
  shelf: number;
  sealed_size: number;
  sha256: string;
  size: number;
}

interface BlobColumns {
  at: string;
  plaintext: string;
  sha256: string;
  size: number;
  epoch: number;
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
  readonly #contentOfFile;
  readonly #itemsOfFile;
  readonly #itemsOfEntry;
  readonly #totals;
  readonly #beyond;

  constructor(database: IndexConnection) {
    const columns =
      'select e.at, b.plaintext, b.sha256, b.size, b.epoch, b.parts from blob b join event e on e.log = b.log and e.seq = b.seq';
    const latestFirst = 'order by e.at desc, b.log, b.seq desc';
    this.#byPlaintext = database.prepare<[string], BlobColumns>(
      `${columns} where b.plaintext = ? ${latestFirst} limit 1`,
    );
    this.#byDigest = database.prepare<[string, number], BlobColumns>(
      `${columns} where b.sha256 = ? and b.size = ? ${latestFirst}`,
    );
    this.#files = database.prepare<[], { file: string; shelf: number; sealedSize: number }>(
      'select file, shelf, sealed_size as sealedSize from blob_file order by shelf, file',
    );
    this.#totals = database.prepare<[], { files: number; bytes: number }>(
      'select count(*) as files, coalesce(sum(sealed_size), 0) as bytes from blob_file',
    );
    this.#beyond = database.prepare<[string], { file: string }>(
      `with reach as (select key as log, value as size from json_each(?))
       select json_extract(part.value, '$.file') as file from blob, json_each(blob.parts) as part
        where blob.seq >= coalesce((select size from reach where reach.log = blob.log), 0)`,
    );
    this.#contentOfFile = database.prepare<[string], BlobFileColumns>(
      `select f.shelf, f.sealed_size, f.sha256, (select max(b.size) from blob b where b.sha256 = f.sha256) as size
       from blob_file f where f.file = ?`,
    );
    this.#itemsOfFile = database.prepare<[string], { item: string }>(
      'select u.item from blob_file f join content_use u on u.sha256 = f.sha256 where f.file = ? order by u.item',
    );
    this.#itemsOfEntry = database.prepare<[string, number, string, number], { item: string }>(
      `select item from event where log = ? and seq = ? and item is not null
       union select u.item from blob b join content_use u on u.sha256 = b.sha256 where b.log = ? and b.seq = ?`,
    );
  }

  /** How many blob files the ledger names, and how long they are together. */
  totals(): { readonly files: number; readonly bytes: number } {
    return this.#totals.get() ?? { files: 0, bytes: 0 };
  }

  /** Where a content was stored last. */
  findByPlaintext(plaintextId: string): BlobRow | undefined {
    return maybeBlob(this.#byPlaintext.get(plaintextId));
  }

  /** Where a content was stored, the last time first: it is stored again if a blob of it went missing. */
  allByDigest(sha256: string, size: number): BlobRow[] {
    return this.#byDigest.all(sha256, size).map(blobRow);
  }

  /** Every blob file that the ledger names. */
  files(): { readonly file: string; readonly shelf: number; readonly sealedSize: number }[] {
    return this.#files.all();
  }

  /** Blob files that were stored after the first entries of each log. @param sizes number of those entries, by log */
  filesBeyond(sizes: ReadonlyMap<string, number>): ReadonlySet<string> {
    const rows = this.#beyond.all(JSON.stringify(Object.fromEntries(sizes)));
    return new Set(rows.map(({ file }) => file));
  }

  /** Where a blob file belongs and of which content it is; undefined if no entry names it. */
  findFile(file: string): BlobFileRow | undefined {
    const row = this.#contentOfFile.get(file);
    if (row === undefined) return undefined;
    return { shelf: row.shelf, sealedSize: row.sealed_size, sha256: row.sha256, size: row.size };
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
    at: row.at,
    plaintextId: row.plaintext,
    sha256: row.sha256,
    size: row.size,
    epoch: row.epoch,
    parts: readColumn(partsSchema, row.parts),
  };
}
