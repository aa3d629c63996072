import type { IndexConnection } from './index-database.ts';

/** The words of each item's latest version, for full-text search; the item is there before its words. */
export class WordProjection {
  readonly #row;
  readonly #add;
  readonly #remember;
  readonly #replace;
  readonly #found;
  readonly #addFound;

  constructor(database: IndexConnection) {
    this.#row = database.prepare<[string], { row: number | null }>('select row from item where id = ?');
    this.#add = database.prepare<[string, string, string, string]>(
      'insert into words (item, name, body, found) values (?, ?, ?, ?)',
    );
    this.#remember = database.prepare<[number | bigint, string]>('update item set row = ? where id = ?');
    this.#replace = database.prepare<[string, string, string, number]>(
      'update words set name = ?, body = ?, found = ? where rowid = ?',
    );
    this.#found = database.prepare<[string], { text: string }>('select text from examined where sha256 = ?');
    this.#addFound = database.prepare<[string, number]>('update words set found = ? where rowid = ?');
  }

  /** @param content SHA-256 of the item's bytes, whose words it has too once they were read */
  set(item: string, name: string, body: string, content: string | undefined): void {
    const found = content === undefined ? '' : (this.#found.get(content)?.text ?? '');
    const known = this.#row.get(item)?.row ?? null;
    if (known === null) this.#remember.run(this.#add.run(item, name, body, found).lastInsertRowid, item);
    else this.#replace.run(name, body, found, known);
  }

  /** The words of an item's bytes were read after the item was projected. */
  setFound(row: number, text: string): void {
    this.#addFound.run(text, row);
  }
}
