import type { IndexConnection } from './index-database.ts';

/** The words of each item's latest version, for full-text search; the item is there before its words. */
export class WordProjection {
  readonly #row;
  readonly #add;
  readonly #remember;
  readonly #replace;

  constructor(database: IndexConnection) {
    this.#row = database.prepare<[string], { row: number | null }>('select row from item where id = ?');
    this.#add = database.prepare<[string, string, string]>(
      'insert into words (item, name, body) values (?, ?, ?)',
    );
    this.#remember = database.prepare<[number | bigint, string]>('update item set row = ? where id = ?');
    this.#replace = database.prepare<[string, string, number]>(
      'update words set name = ?, body = ? where rowid = ?',
    );
  }

  set(item: string, name: string, body: string): void {
    const known = this.#row.get(item)?.row ?? null;
    if (known === null) this.#remember.run(this.#add.run(item, name, body).lastInsertRowid, item);
    else this.#replace.run(name, body, known);
  }
}
