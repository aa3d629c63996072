import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import type { EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { IndexConnection } from './index-database.ts';

/** Projects the sources and how their pulls ended. */
export class SourceProjection {
  readonly #add;
  readonly #remove;
  readonly #addSync;

  constructor(database: IndexConnection) {
    this.#add = database.prepare<[string, string, string, string, string]>(
      `insert into source (id, type, name, settings, added_at) values (?, ?, ?, ?, ?)
       on conflict (id) do update set type = excluded.type, name = excluded.name, settings = excluded.settings,
       removed_at = case when excluded.added_at >= removed_at then null else removed_at end`,
    );
    this.#remove = database.prepare<[string, string]>('update source set removed_at = ? where id = ?');
    this.#addSync = database.prepare(
      `insert into sync (source, at, started, state, code, captured, changed, unchanged, gone, failed)
       values (@source, @at, @started, @state, @code, @captured, @changed, @unchanged, @gone, @failed)`,
    );
  }

  apply(entry: EntryOf<'source-added' | 'source-removed' | 'sync-finished'>): void {
    switch (entry.kind) {
      case 'source-added':
        this.#add.run(entry.source, entry.type, entry.name, encodeCanonicalJson(entry.settings), entry.at);
        break;
      case 'source-removed':
        this.#remove.run(entry.at, entry.source);
        break;
      case 'sync-finished': {
        const { source, at, started, state, captured, changed, unchanged, gone, failed } = entry;
        this.#addSync.run({
          source,
          at,
          started,
          state,
          code: entry.code ?? null,
          captured,
          changed,
          unchanged,
          gone,
          failed,
        });
        break;
      }
    }
  }
}
