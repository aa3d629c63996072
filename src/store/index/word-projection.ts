import type { IndexConnection } from './index-database.ts';

/** The words of each item's latest version, for full-text search. */
export class WordProjection {
  readonly #row;
  readonly #add;
  readonly #remember;
  readonly #replace;

  constructor(database: IndexConnection) {
    this.#row = database.prepare<[string], { row: number }>('select row from words_row where item = ?');
    this.#add = database.prepare<[string, string, string]>(
      'insert into words (item, name, body) values (?, ?, ?)',
    );
    this.#remember = database.prepare<[string, number | bigint]>(
      'insert into words_row (item, row) values (?, ?)',
    );
    this.#replace = database.prepare<[string, string, number]>(
      'update words set name = ?, body = ? where rowid = ?',
    );
  }

  set(item: string, name: string, body: string): void {
    const known = this.#row.get(item);
    if (known === undefined) this.#remember.run(item, this.#add.run(item, name, body).lastInsertRowid);
    else this.#replace.run(name, body, known.row);
  }
}
