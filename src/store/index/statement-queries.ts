import { isJsonObject, type JsonObject } from '../../base/json.ts';
import type { IndexConnection } from './index-database.ts';
import { readObjectColumn } from './json-column.ts';

/** What the learner stated: the latest wording of each statement that was not taken back. */
export interface StatedRow {
  readonly id: string;
  readonly kind: string;
  readonly record: JsonObject;
  readonly at: string;
  readonly log: string;
  readonly index: number;
}

export interface AlertRow {
  readonly id: string;
  readonly code: string;
  readonly source?: string;
  readonly item?: string;
  readonly details: JsonObject;
  readonly at: string;
}

/** A check of the vault that ended, and the items that damage touched. */
export interface CheckRow {
  readonly at: string;
  readonly full: boolean;
  readonly ok: boolean;
  readonly items: readonly string[];
}

/** A vault card that came back signed, as the history keeps it. */
export interface CardRow {
  readonly log: string;
  readonly index: number;
  readonly at: string;
  readonly card: JsonObject;
}

interface StatedColumns {
  id: string;
  kind: string;
  record: string;
  at: string;
  log: string;
  seq: number;
}

interface AlertColumns {
  id: string;
  code: string;
  source: string | null;
  item: string | null;
  details: string;
  at: string;
}

/** Questions about statements, alerts, header generations and unknown entries. */
export class StatementQueries {
  readonly #byKind;
  readonly #byId;
  readonly #alerts;
  readonly #alertIds;
  readonly #generation;
  readonly #checks;
  readonly #repairs;
  readonly #unknown;
  readonly #cards;

  constructor(database: IndexConnection) {
    const columns = 'select id, kind, record, at, log, seq from stated where withdrawn_at is null';
    this.#byKind = database.prepare<[string], StatedColumns>(
      `${columns} and kind = ? order by first_at, first_seq, id`,
    );
    this.#byId = database.prepare<[string], StatedColumns>(`${columns} and id = ?`);
    this.#alerts = database.prepare<[], AlertColumns>(
      'select * from alert where settled_at is null order by at, id',
    );
    this.#alertIds = database.prepare<[], { id: string }>('select id from alert');
    this.#generation = database.prepare<[], { generation: number | null }>(
      'select max(generation) as generation from generation',
    );
    this.#checks = database.prepare<[], { at: string; detail: string }>(
      "select at, detail from event where kind = 'check-finished' order by at desc",
    );
    this.#repairs = database.prepare<[], { at: string; detail: string }>(
      "select at, detail from event where kind = 'damage-repaired' order by at",
    );
    this.#cards = database.prepare<[], { log: string; seq: number; at: string; detail: string }>(
      "select log, seq, at, detail from event where kind = 'card-added' order by at desc, seq desc",
    );
    this.#unknown = database.prepare<[], { kind: string; count: number }>(
      'select kind, count(*) as count from unknown_entry group by kind order by kind',
    );
  }

  list(kind: string): StatedRow[] {
    return this.#byKind.all(kind).map(statedRow);
  }

  find(id: string): StatedRow | undefined {
    const row = this.#byId.get(id);
    return row === undefined ? undefined : statedRow(row);
  }

  openAlerts(): AlertRow[] {
    return this.#alerts.all().map(({ id, code, source, item, details, at }) => ({
      id,
      code,
      at,
      details: readObjectColumn(details),
      ...(source === null ? {} : { source }),
      ...(item === null ? {} : { item }),
    }));
  }

  /** Of all that were ever raised, settled ones too. */
  allAlertIds(): string[] {
    return this.#alertIds.all().map(({ id }) => id);
  }

  /** The highest header generation that the ledger tells of; 0 if none. */
  headerGeneration(): number {
    return this.#generation.get()?.generation ?? 0;
  }

  /** Checks that ended, the latest first, back to the last full one: a fast check does not see all that a full one does. */
  checks(): CheckRow[] {
    const found: CheckRow[] = [];
    for (const { at, detail } of this.#checks.iterate()) {
      const { full, ok, items } = readObjectColumn(detail);
      found.push({
        at,
        full: full === true,
        ok: ok === true,
        items: Array.isArray(items) ? items.filter((item) => typeof item === 'string') : [],
      });
      if (full === true) break;
    }
    return found;
  }

  /** When a content of which files were damaged was whole again, the latest time, by its SHA-256. */
  repairs(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const { at, detail } of this.#repairs.iterate()) {
      const { content } = readObjectColumn(detail);
      if (typeof content === 'string') found.set(content, at);
    }
    return found;
  }

  /** Vault cards, the latest first. */
  cards(): CardRow[] {
    return this.#cards.all().flatMap(({ log, seq, at, detail }) => {
      const { card } = readObjectColumn(detail);
      return isJsonObject(card) ? [{ log, index: seq, at, card }] : [];
    });
  }

  /** Kinds of entries that this version does not know, and how many there are. */
  unknownKinds(): { readonly kind: string; readonly count: number }[] {
    return this.#unknown.all();
  }
}

function statedRow(row: StatedColumns): StatedRow {
  return {
    id: row.id,
    kind: row.kind,
    record: readObjectColumn(row.record),
    at: row.at,
    log: row.log,
    index: row.seq,
  };
}
