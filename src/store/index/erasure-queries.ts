import { z } from 'zod';

import type { IndexConnection } from './index-database.ts';
import { readColumn } from './json-column.ts';

/** One erasure as the history tells it. */
export interface ErasureRow {
  /** Where the entry stands that says so. */
  readonly log: string;
  readonly index: number;
  readonly at: string;
  readonly reason: string;
  /** The item that was asked for, and all that went with it. */
  readonly item: string;
  readonly items: readonly string[];
  /** The assignments and attempts that they belonged to. */
  readonly within: readonly string[];
}

export interface ErasedEntryRow {
  readonly log: string;
  readonly index: number;
  /** Leaf hash, hexadecimal. */
  readonly leaf: string;
}

export interface ErasedBlobRow {
  readonly shelf: number;
  /** SHA-256 of the sealed file. */
  readonly file: string;
}

interface EntryPlace {
  readonly log: string;
  readonly index: number;
}

const filesSchema = z.array(z.object({ shelf: z.int(), file: z.string() }));
const idsSchema = z.array(z.string());

/** What the learner erased. Nothing that is named here is ever brought back: by a sync, a restore, a repair or another copy. */
export class ErasureQueries {
  readonly #database: IndexConnection;
  readonly #list;
  readonly #entries;
  readonly #blobs;
  readonly #isErased;
  readonly #files;
  readonly #item;
  readonly #pending;
  readonly #done;
  readonly #ofKind;
  readonly #stored;
  readonly #isKept;

  constructor(database: IndexConnection) {
    this.#database = database;
    const columns = 'select log, seq, at, reason, item, items, within from erasure e';
    this.#list = database.prepare<[], ErasureColumns>(`${columns} order by at, log, seq`);
    this.#pending = database.prepare<[], ErasureColumns>(
      `${columns} where not exists (select 1 from erasure_done d where d.log = e.log and d.seq = e.seq) order by at, log, seq`,
    );
    this.#entries = database.prepare<[string, number], ErasedEntryRow>(
      'select log, seq as "index", leaf from erased_entry where by_log = ? and by_seq = ? order by log, seq',
    );
    this.#blobs = database.prepare<[string, number], ErasedBlobRow>(
      'select shelf, file from erased_blob where by_log = ? and by_seq = ? order by shelf, file',
    );
    this.#isErased = database.prepare<[string, number]>(
      'select 1 from erased_entry where log = ? and seq = ?',
    );
    this.#files = database.prepare<[], { file: string }>(
      'select distinct file from erased_blob e where not exists (select 1 from blob_file f where f.file = e.file)',
    );
    this.#item = database.prepare<[string], { at: string | null }>(
      'select max(at) as at from erased_item where item = ? and not exists (select 1 from item where id = erased_item.item)',
    );
    this.#ofKind = database.prepare<[string], EntryPlace>(
      'select log, seq as "index" from event where kind = ? order by log, seq',
    );
    this.#stored = database.prepare<[string], EntryPlace & { parts: string }>(
      'select log, seq as "index", parts from blob where sha256 = ? order by log, seq',
    );
    this.#isKept = database.prepare<[string], { file: string }>('select file from blob_file where file = ?');
    this.#done = database.prepare<[string, number]>(
      'insert or ignore into erasure_done (log, seq) values (?, ?)',
    );
  }

  /** All erasures, the first first. */
  list(): ErasureRow[] {
    return this.#list.all().map(erasureRow);
  }

  /** Those of which this folder has not been seen to be rid: to be carried out by the writer, see `vault/erase`. */
  pending(): ErasureRow[] {
    return this.#pending.all().map(erasureRow);
  }

  /** The entries whose sealed parts and keys an erasure takes away. */
  entriesOf({ log, index }: Pick<ErasureRow, 'log' | 'index'>): ErasedEntryRow[] {
    return this.#entries.all(log, index);
  }

  /** The blob files that an erasure takes away. */
  blobsOf({ log, index }: Pick<ErasureRow, 'log' | 'index'>): ErasedBlobRow[] {
    return this.#blobs.all(log, index);
  }

  /** True if an erasure names this entry. */
  isErased(log: string, index: number): boolean {
    return this.#isErased.get(log, index) !== undefined;
  }

  /** Names (SHA-256 of the sealed bytes) of all blob files that erasures name and no entry needs that is still there. */
  erasedBlobs(): ReadonlySet<string> {
    return new Set(this.#files.all().map(({ file }) => file));
  }

  /** When an item was erased that has not been kept again since; undefined for any other. */
  erasedAt(item: string): string | undefined {
    return this.#item.get(item)?.at ?? undefined;
  }

  /** Where all entries of a kind stand that are still there. */
  entriesOfKind(kind: string): EntryPlace[] {
    return this.#ofKind.all(kind);
  }

  /** Every entry that says where a content was stored, with its sealed files. */
  storedAt(sha256: string): (EntryPlace & { readonly files: readonly ErasedBlobRow[] })[] {
    return this.#stored.all(sha256).map(({ log, index, parts }) => ({
      log,
      index,
      files: readColumn(filesSchema, parts),
    }));
  }

  /** True if an entry that is still there names this blob file. */
  isKept(file: string): boolean {
    return this.#isKept.get(file) !== undefined;
  }

  /** This folder holds nothing of it any more. Forgotten with the index, and then looked at once more. */
  markDone({ log, index }: Pick<ErasureRow, 'log' | 'index'>): void {
    this.#done.run(log, index);
  }

  /** All erasures are looked at once more. */
  forgetDone(): void {
    this.#database.exec('delete from erasure_done');
  }

  /**
   * Makes sure that the database's own files hold nothing that was deleted: words are merged, freed pages are written over, and the
   * write-ahead log is emptied.
   */
  scrub(): void {
    this.#database.pragma('secure_delete = on');
    this.#database.exec("insert into words (words) values ('optimize')");
    this.#database.exec('vacuum');
    this.#database.pragma('wal_checkpoint(truncate)');
  }
}

interface ErasureColumns {
  log: string;
  seq: number;
  at: string;
  reason: string;
  item: string;
  items: string;
  within: string;
}

function erasureRow({ log, seq, items, within, ...row }: ErasureColumns): ErasureRow {
  return {
    ...row,
    log,
    index: seq,
    items: readColumn(idsSchema, items),
    within: readColumn(idsSchema, within),
  };
}
