import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { asJson } from '../../base/as-json.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import type { EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { IndexConnection } from './index-database.ts';
import { jsonColumn } from './json-column.ts';
import type { LocatedEntry } from './located-entry.ts';
import { WordProjection } from './word-projection.ts';

interface ItemState {
  readonly state_at: string;
  readonly captured_at: string | null;
}

/** Projects what happened to items: their versions, and whether they are there, gone or failing. */
export class ItemProjection {
  readonly #words: WordProjection;
  readonly #addVersion;
  readonly #findSame;
  readonly #forgetSame;
  readonly #addUse;
  readonly #addChain;
  readonly #find;
  readonly #addItem;
  readonly #setCurrent;
  readonly #countVersions;
  readonly #setPresent;
  readonly #setGone;
  readonly #setFailed;

  constructor(database: IndexConnection) {
    this.#words = new WordProjection(database);
    this.#addVersion = database.prepare(
      `insert or replace into version
       (item, version, log, seq, at, leaf, name, record, content, media_type, provenance, chain, fingerprint, carried)
       values (@item, @version, @log, @seq, @at, @leaf, @name, @record, @content, @mediaType, @provenance, @chain, @fingerprint, @carried)`,
    );
    this.#findSame = database.prepare(
      `select 1 from version where item = @item and (leaf = @carried or (carried = @carried and (log, seq) < (@log, @seq))) limit 1`,
    );
    this.#forgetSame = database.prepare<[string, string]>(
      'delete from version where item = ? and carried = ?',
    );
    this.#addUse = database.prepare<[string, string]>(
      'insert or ignore into content_use (sha256, item) values (?, ?)',
    );
    this.#addChain = database.prepare<[string, number, string, string, number, string]>(
      'insert or replace into chain (chain, number, item, log, sequence, leaf) values (?, ?, ?, ?, ?, ?)',
    );
    this.#find = database.prepare<[string], ItemState>('select state_at, captured_at from item where id = ?');
    this.#addItem = database.prepare<[string, string, string, string, string, string, string, string]>(
      `insert or ignore into item (id, source, key, kind, name, versions, version, time, first_at, state_at)
       values (?, ?, ?, ?, ?, 0, 0, ?, ?, ?)`,
    );
    this.#setCurrent = database.prepare(
      `update item set kind = @kind, name = @name, version = @version, captured_at = @at, time = @at, sha256 = @sha256, size = @size,
       media_type = @mediaType, record = @record, fingerprint = @fingerprint, released = @released, status = @status, role = @role, grade = @grade,
       assignment = @assignment, attempt = @attempt, part_of = @partOf, attempt_number = coalesce(@attemptNumber, attempt_number) where id = @item`,
    );
    this.#countVersions = database.prepare<[string, string]>(
      'update item set versions = (select count(*) from version where item = ?) where id = ?',
    );
    this.#setPresent = database.prepare<[string, string]>(
      `update item set state_at = ?, gone_at = null, gone_reason = null, failed_at = null, failed_code = null, failed_details = null
       where id = ?`,
    );
    this.#setGone = database.prepare<[string, string, string, string]>(
      'update item set state_at = ?, gone_at = ?, gone_reason = ? where id = ?',
    );
    this.#setFailed = database.prepare(
      `update item set state_at = @at, failed_at = @at, failed_code = @code, failed_details = @details,
       assignment = coalesce(assignment, @assignment), attempt = coalesce(attempt, @attempt) where id = @item`,
    );
  }

  captured(located: LocatedEntry, entry: EntryOf<'item-captured'>): void {
    this.#ensure(entry);
    if (this.#standsElsewhere(located, entry.item)) return;
    const record = encodeCanonicalJson(entry.record);
    const fingerprint = jsonColumn(entry.fingerprint);
    this.#addVersion.run({
      item: entry.item,
      version: entry.version,
      log: located.log,
      seq: located.index,
      at: entry.at,
      leaf: located.leafHash,
      name: entry.name,
      record,
      content: jsonColumn(asJson(entry.content)),
      mediaType: entry['media-type'] ?? null,
      provenance: jsonColumn(asJson(entry.provenance)),
      chain: jsonColumn(asJson(entry.chain)),
      fingerprint,
      carried: carriedFrom(located.fields) ?? null,
    });
    this.#countVersions.run(entry.item, entry.item);
    for (const digest of [entry.content, ...(entry.provenance.raw ?? [])]) {
      if (digest !== undefined) this.#addUse.run(digest.sha256, entry.item);
    }
    if (entry.chain !== undefined) {
      const { chain, number, sequence } = entry.chain;
      this.#addChain.run(chain, number, entry.item, located.log, sequence, located.leafHash);
    }
    const before = this.#find.get(entry.item);
    if (before?.captured_at !== undefined && before.captured_at !== null && before.captured_at > entry.at)
      return;
    this.#setCurrent.run({
      item: entry.item,
      kind: entry['record-kind'],
      name: entry.name,
      version: entry.version,
      at: entry.at,
      sha256: entry.content?.sha256 ?? null,
      size: entry.content?.size ?? null,
      mediaType: entry['media-type'] ?? null,
      record,
      fingerprint,
      ...saidOf(entry.record),
      assignment: textOf(entry.record.assignment),
      attempt: textOf(entry.record.attempt),
      partOf: textOf(entry.record.partOf),
      attemptNumber: entry.chain?.number ?? null,
    });
    const body = [entry.text ?? '', ...spokenText(entry.record)].join('\n');
    this.#words.set(entry.item, entry.name, body, entry.content?.sha256);
    if (before !== undefined && entry.at >= before.state_at) this.#setPresent.run(entry.at, entry.item);
  }

  /**
   * True if this was recorded anew from an entry that is here itself, as after a fork: then that one counts. Of several that were recorded anew from one
   * entry, the first counts, in whatever order they come.
   */
  #standsElsewhere({ log, index, leafHash, fields }: LocatedEntry, item: string): boolean {
    const carried = carriedFrom(fields);
    if (carried !== undefined && this.#findSame.get({ item, carried, log, seq: index }) !== undefined)
      return true;
    this.#forgetSame.run(item, carried ?? leafHash);
    return false;
  }

  failed(entry: EntryOf<'item-failed'>): void {
    this.#ensure(entry);
    if (!this.#isLater(entry.item, entry.at)) return;
    this.#setFailed.run({
      item: entry.item,
      at: entry.at,
      code: entry.code,
      details: encodeCanonicalJson(entry.details),
      assignment: entry.assignment ?? null,
      attempt: entry.attempt ?? null,
    });
    if ((this.#find.get(entry.item)?.captured_at ?? null) === null)
      this.#words.set(entry.item, entry.name, '', undefined);
  }

  seen(entry: EntryOf<'item-seen'>): void {
    if (this.#isLater(entry.item, entry.at)) this.#setPresent.run(entry.at, entry.item);
  }

  gone(entry: EntryOf<'item-gone'>): void {
    if (this.#isLater(entry.item, entry.at)) this.#setGone.run(entry.at, entry.at, entry.reason, entry.item);
  }

  #ensure(entry: EntryOf<'item-captured' | 'item-failed'>): void {
    this.#addItem.run(
      entry.item,
      entry.source,
      entry.key,
      entry['record-kind'],
      entry.name,
      entry.at,
      entry.at,
      entry.at,
    );
  }

  #isLater(item: string, at: string): boolean {
    const before = this.#find.get(item);
    return before !== undefined && at >= before.state_at;
  }
}

/** The leaf of the entry that this one was recorded anew from, if it was. */
function carriedFrom({ carried }: JsonObject): string | undefined {
  return isJsonObject(carried) && typeof carried.leaf === 'string' ? carried.leaf : undefined;
}

/** What lists and counts ask of a record. */
function saidOf({ released, status, role, value }: JsonObject): {
  readonly released: number | null;
  readonly status: string | null;
  readonly role: string | null;
  readonly grade: string | null;
} {
  return {
    released: typeof released === 'boolean' ? Number(released) : null,
    status: isJsonObject(status) ? textOf(status.means) : null,
    role: textOf(role),
    grade: isJsonObject(value) ? shownGrade(value) : null,
  };
}

/** A grade in the portal's words: with its HTML decoded where it could be read, else just as it was said. */
function shownGrade({ shown, said }: JsonObject): string | null {
  return textOf(shown) ?? (typeof said === 'number' ? String(said) : textOf(said));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Every piece of text of a record, for search: titles, comments, names of files inside archives, what a grade says. */
function spokenText(record: JsonObject): string[] {
  const found: string[] = [];
  const visit = (value: JsonValue): void => {
    if (typeof value === 'string') found.push(value.includes('<') ? value.replace(/<[^>]*>/g, ' ') : value);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (isJsonObject(value)) Object.values(value).forEach(visit);
  };
  visit(record);
  return found;
}
