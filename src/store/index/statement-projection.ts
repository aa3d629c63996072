import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import type { EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { IndexConnection } from './index-database.ts';
import type { LocatedEntry } from './located-entry.ts';

/** Projects what the learner stated, and alerts. */
export class StatementProjection {
  readonly #state;
  readonly #withdraw;
  readonly #raise;
  readonly #settle;

  constructor(database: IndexConnection) {
    this.#state = database.prepare(
      `insert into stated (id, kind, record, at, log, seq, first_at, first_seq) values (@id, @kind, @record, @at, @log, @seq, @at, @seq)
       on conflict (id) do update set kind = excluded.kind, record = excluded.record, at = excluded.at, log = excluded.log,
       seq = excluded.seq, withdrawn_at = null where excluded.at >= at`,
    );
    this.#withdraw = database.prepare<[string, string, string]>(
      'update stated set withdrawn_at = ? where id = ? and at <= ?',
    );
    this.#raise = database.prepare<[string, string, string | null, string | null, string, string]>(
      'insert or ignore into alert (id, code, source, item, details, at) values (?, ?, ?, ?, ?, ?)',
    );
    this.#settle = database.prepare<[string, string]>('update alert set settled_at = ? where id = ?');
  }

  stated(located: LocatedEntry, entry: EntryOf<'record-stated'>): void {
    this.#state.run({
      id: entry.id,
      kind: entry['record-kind'],
      record: encodeCanonicalJson(entry.record),
      at: entry.at,
      log: located.log,
      seq: located.index,
    });
  }

  withdrawn(entry: EntryOf<'record-withdrawn'>): void {
    this.#withdraw.run(entry.at, entry.id, entry.at);
  }

  alertRaised(entry: EntryOf<'alert-raised'>): void {
    const details = encodeCanonicalJson(entry.details);
    this.#raise.run(entry.alert, entry.code, entry.source ?? null, entry.item ?? null, details, entry.at);
  }

  alertSettled(entry: EntryOf<'alert-settled'>): void {
    this.#settle.run(entry.at, entry.alert);
  }
}
