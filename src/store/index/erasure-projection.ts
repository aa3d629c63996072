import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import type { EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { IndexConnection } from './index-database.ts';
import { shortLeaf, type LocatedEntry } from './located-entry.ts';

type Place = [log: string, index: number];

/**
 * Projects erasures: what they name goes out of every table, and never comes in again, in whatever order logs are read. Numbers of
 * attempts stay, so that the next attempt gets the next number and counts stay honest.
 */
export class ErasureProjection {
  readonly #database: IndexConnection;
  readonly #named;
  readonly #add;
  readonly #addEntry;
  readonly #addBlob;
  readonly #addItem;
  readonly #addChain;
  readonly #forgetEntry;
  readonly #leafAt;
  readonly #forgetFile;
  readonly #isLeft;
  readonly #row;
  readonly #forgetItem;
  readonly #countVersions;
  #any: boolean;

  constructor(database: IndexConnection) {
    this.#database = database;
    this.#named = database.prepare<[...Place, string]>(
      'select 1 from erased_entry where log = ? and seq = ? and leaf = ? limit 1',
    );
    this.#add = database.prepare<[string, number, string, string, string, string, string]>(
      'insert or replace into erasure (log, seq, at, reason, item, items, within) values (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#addEntry = database.prepare<[string, number, string, string, number]>(
      'insert or ignore into erased_entry (log, seq, leaf, by_log, by_seq) values (?, ?, ?, ?, ?)',
    );
    this.#addBlob = database.prepare<[string, number, string, number]>(
      'insert or ignore into erased_blob (file, shelf, by_log, by_seq) values (?, ?, ?, ?)',
    );
    this.#addItem = database.prepare<[string, string, string, number]>(
      'insert or ignore into erased_item (item, at, by_log, by_seq) values (?, ?, ?, ?)',
    );
    this.#addChain = database.prepare<[string, number, string, string, number, string]>(
      'insert or replace into chain (chain, number, item, log, sequence, leaf) values (?, ?, ?, ?, ?, ?)',
    );
    this.#forgetEntry = ['version', 'blob', 'examined', 'stated', 'event', 'unknown_entry'].map((table) =>
      database.prepare<Place>(`delete from ${table} where log = ? and seq = ?`),
    );
    this.#leafAt = database.prepare<Place, { leaf: string }>(
      'select leaf from event where log = ? and seq = ?',
    );
    // Another entry may say that it needs the same file: then it stays.
    this.#forgetFile = database.prepare<[string]>(
      `delete from blob_file where file = ? and not exists (
         select 1 from blob b, json_each(b.parts) as part
          where b.sha256 = blob_file.sha256 and json_extract(part.value, '$.file') = blob_file.file)`,
    );
    this.#isLeft = database.prepare<[string], { seq: number }>(
      "select seq from event where item = ? and kind in ('item-captured', 'item-failed') limit 1",
    );
    this.#row = database.prepare<[string], { row: number | null; source: string; key: string }>(
      'select row, source, key from item where id = ?',
    );
    this.#forgetItem = ['item where id', 'content_use where item', 'alert where item'].map((what) =>
      database.prepare<[string]>(`delete from ${what} = ?`),
    );
    this.#countVersions = database.prepare<[string, string]>(
      'update item set versions = (select count(*) from version where item = ?) where id = ?',
    );
    this.#any = database.prepare('select 1 from erased_entry limit 1').get() !== undefined;
  }

  /** True if an erasure that was projected names this entry. */
  names({ log, index, leafHash }: LocatedEntry): boolean {
    return this.#any && this.#named.get(log, index, leafHash) !== undefined;
  }

  erased({ log, index }: LocatedEntry, entry: EntryOf<'item-erased'>): void {
    const items = [...new Set([entry.item, ...(entry.with ?? [])])];
    this.#any = true;
    const [ids, within] = [items, entry.within ?? []].map((list) => encodeCanonicalJson(list));
    this.#add.run(log, index, entry.at, entry.reason, entry.item, ids ?? '[]', within ?? '[]');
    for (const { log: of, index: at, leaf, attempt } of entry.entries) {
      this.#addEntry.run(of, at, leaf, log, index);
      // In a fork another entry may stand at this place here: that one was not erased.
      const here = this.#leafAt.get(of, at)?.leaf;
      if (here === undefined || here === shortLeaf(leaf))
        for (const forget of this.#forgetEntry) forget.run(of, at);
      if (attempt !== undefined)
        this.#addChain.run(attempt.chain, attempt.number, attempt.item, of, attempt.sequence, leaf);
    }
    for (const { file, shelf } of entry.blobs) {
      this.#addBlob.run(file, shelf, log, index);
      this.#forgetFile.run(file);
    }
    for (const item of items) {
      this.#addItem.run(item, entry.at, log, index);
      this.#forget(item);
    }
  }

  /** Takes an item out unless something of it stands that no erasure names: it was kept again, or by another computer. */
  #forget(item: string): void {
    const known = this.#row.get(item);
    if (known === undefined) return;
    if (this.#isLeft.get(item) !== undefined) {
      this.#countVersions.run(item, item);
      return;
    }
    if (known.row !== null) this.#database.prepare('delete from words where rowid = ?').run(known.row);
    this.#database.prepare('delete from hint where source = ? and key = ?').run(known.source, known.key);
    for (const forget of this.#forgetItem) forget.run(item);
  }
}
