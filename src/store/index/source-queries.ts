import type { JsonObject, JsonValue } from '../../base/json.ts';
import { sourceStateSchema, type SourceState } from '../../ledger/kinds/source-entries.ts';
import type { IndexConnection } from './index-database.ts';
import { jsonColumn, readJsonColumn, readObjectColumn } from './json-column.ts';

export interface SourceRow {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly settings: JsonObject;
  readonly addedAt: string;
  readonly removedAt?: string;
  readonly lastSync?: SyncRow;
  /** Time of the last pull that ended `ok` or `partial`. */
  readonly lastSuccess?: string;
}

interface SyncRow {
  readonly at: string;
  readonly started: string;
  readonly state: SourceState;
  readonly code?: string;
  readonly captured: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly gone: number;
  readonly failed: number;
}

/** What the index remembers of an item for its connector. */
export interface KnownItemRow {
  readonly item: string;
  readonly key: string;
  readonly name: string;
  readonly recordKind: string;
  readonly version: number;
  readonly sha256?: string;
  readonly size?: number;
  readonly fingerprint?: JsonObject;
  readonly record?: JsonObject;
  readonly gone: boolean;
  readonly failed?: string;
}

interface SourceColumns {
  id: string;
  type: string;
  name: string;
  settings: string;
  added_at: string;
  removed_at: string | null;
}

interface SyncColumns {
  at: string;
  started: string;
  state: string;
  code: string | null;
  captured: number;
  changed: number;
  unchanged: number;
  gone: number;
  failed: number;
}

interface KnownColumns {
  id: string;
  key: string;
  name: string;
  kind: string;
  version: number;
  sha256: string | null;
  size: number | null;
  record: string | null;
  fingerprint: string | null;
  gone_at: string | null;
  failed_code: string | null;
}

const knownColumns = `i.id, i.key, i.name, i.kind, i.version, i.sha256, i.size, i.record, coalesce(h.fingerprint, i.fingerprint) as fingerprint,
  i.gone_at, i.failed_code from item i left join hint h on h.source = i.source and h.key = i.key`;

/** Questions about sources, their pulls, and what their connectors want to remember. */
export class SourceQueries {
  readonly #all;
  readonly #lastSync;
  readonly #lastSuccess;
  readonly #syncs;
  readonly #failures;
  readonly #known;
  readonly #knownPrefix;
  readonly #setHint;
  readonly #cursor;
  readonly #setCursor;

  constructor(database: IndexConnection) {
    this.#all = database.prepare<[], SourceColumns>('select * from source order by added_at, id');
    this.#lastSync = database.prepare<[string], SyncColumns>(
      'select * from sync where source = ? order by at desc limit 1',
    );
    this.#lastSuccess = database.prepare<[string], { at: string | null }>(
      "select max(at) as at from sync where source = ? and state in ('ok', 'partial')",
    );
    this.#syncs = database.prepare<[string, number], SyncColumns>(
      'select * from sync where source = ? order by at desc limit ?',
    );
    this.#failures = database.prepare<[string], { code: string; count: number }>(
      `select failed_code as code, count(*) as count from item where source = ? and failed_at is not null
       group by failed_code order by count desc, code`,
    );
    this.#known = database.prepare<[string, string], KnownColumns>(
      `select ${knownColumns} where i.source = ? and i.key = ?`,
    );
    this.#knownPrefix = database.prepare<[string, string, string], KnownColumns>(
      `select ${knownColumns} where i.source = ? and i.key >= ? and i.key < ? order by i.key`,
    );
    this.#setHint = database.prepare<[string, string, string | null]>(
      'insert or replace into hint (source, key, fingerprint) values (?, ?, ?)',
    );
    this.#cursor = database.prepare<[string], { cursor: string }>(
      'select cursor from cursor where source = ?',
    );
    this.#setCursor = database.prepare<[string, string | null]>(
      'insert or replace into cursor (source, cursor) values (?, ?)',
    );
  }

  /** All sources, removed ones too, in the order in which they were added. */
  list(): SourceRow[] {
    return this.#all.all().map((row) => this.#sourceRow(row));
  }

  find(id: string): SourceRow | undefined {
    return this.list().find((source) => source.id === id);
  }

  /** How the latest pulls of a source ended, newest first. */
  syncs(source: string, limit: number): SyncRow[] {
    return this.#syncs.all(source, limit).map(syncRow);
  }

  /** How many items of a source could not be copied, by the code why. */
  failures(source: string): { readonly code: string; readonly count: number }[] {
    return this.#failures.all(source);
  }

  findKnown(source: string, key: string): KnownItemRow | undefined {
    const row = this.#known.get(source, key);
    return row === undefined ? undefined : knownRow(row);
  }

  listKnown(source: string, prefix: string): KnownItemRow[] {
    return this.#knownPrefix.all(source, prefix, `${prefix}\u{10ffff}`).map(knownRow);
  }

  rememberHint(source: string, key: string, fingerprint: JsonObject): void {
    this.#setHint.run(source, key, jsonColumn(fingerprint));
  }

  cursor(source: string): JsonValue {
    return readJsonColumn(this.#cursor.get(source)?.cursor ?? null) ?? null;
  }

  rememberCursor(source: string, cursor: JsonValue): void {
    this.#setCursor.run(source, jsonColumn(cursor));
  }

  #sourceRow(row: SourceColumns): SourceRow {
    const last = this.#lastSync.get(row.id);
    const success = this.#lastSuccess.get(row.id)?.at ?? null;
    return {
      id: row.id,
      type: row.type,
      name: row.name,
      settings: readObjectColumn(row.settings),
      addedAt: row.added_at,
      ...(row.removed_at === null ? {} : { removedAt: row.removed_at }),
      ...(last === undefined ? {} : { lastSync: syncRow(last) }),
      ...(success === null ? {} : { lastSuccess: success }),
    };
  }
}

function syncRow(row: SyncColumns): SyncRow {
  const { at, started, captured, changed, unchanged, gone, failed } = row;
  const state = sourceStateSchema.parse(row.state);
  return {
    at,
    started,
    state,
    captured,
    changed,
    unchanged,
    gone,
    failed,
    ...(row.code === null ? {} : { code: row.code }),
  };
}

function knownRow(row: KnownColumns): KnownItemRow {
  return {
    item: row.id,
    key: row.key,
    name: row.name,
    recordKind: row.kind,
    version: row.version,
    gone: row.gone_at !== null,
    ...(row.sha256 === null ? {} : { sha256: row.sha256 }),
    ...(row.size === null ? {} : { size: row.size }),
    ...(row.fingerprint === null ? {} : { fingerprint: readObjectColumn(row.fingerprint) }),
    ...(row.record === null ? {} : { record: readObjectColumn(row.record) }),
    ...(row.failed_code === null ? {} : { failed: row.failed_code }),
  };
}
