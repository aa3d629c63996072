import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { readEntryFields, type EntryOf, type KnownEntry } from '../../ledger/kinds/entry-kinds.ts';
import { ErasureProjection } from './erasure-projection.ts';
import { ExaminationProjection } from './examination-projection.ts';
import type { IndexConnection } from './index-database.ts';
import { ItemProjection } from './item-projection.ts';
import { shortLeaf, type LocatedEntry } from './located-entry.ts';
import { SourceProjection } from './source-projection.ts';
import { StatementProjection } from './statement-projection.ts';

/**
 * Projects ledger entries into the index. The result does not depend on how the logs of a vault are interleaved: of two facts
 * about one thing the later one (by its time, then its log) counts.
 */
export class Projection {
  readonly #database: IndexConnection;
  readonly #items: ItemProjection;
  readonly #examinations: ExaminationProjection;
  readonly #sources: SourceProjection;
  readonly #statements: StatementProjection;
  readonly #erasures: ErasureProjection;
  readonly #setApplied;
  readonly #addBlob;
  readonly #addBlobFile;
  readonly #addGeneration;
  readonly #addUnknown;
  readonly #addEvent;
  readonly #applied;
  readonly #allApplied;

  constructor(database: IndexConnection) {
    this.#database = database;
    this.#items = new ItemProjection(database);
    this.#examinations = new ExaminationProjection(database);
    this.#sources = new SourceProjection(database);
    this.#statements = new StatementProjection(database);
    this.#erasures = new ErasureProjection(database);
    this.#setApplied = database.prepare<[string, number]>(
      'insert into applied (log, size) values (?, ?) on conflict (log) do update set size = max(size, excluded.size)',
    );
    this.#addBlob = database.prepare<[string, string, number, number, string, string, number]>(
      'insert or replace into blob (plaintext, sha256, size, epoch, parts, log, seq) values (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#addBlobFile = database.prepare<[string, number, number, string]>(
      'insert or replace into blob_file (file, shelf, sealed_size, sha256) values (?, ?, ?, ?)',
    );
    this.#addGeneration = database.prepare<[number, string, string]>(
      'insert or ignore into generation (generation, digest, at) values (?, ?, ?)',
    );
    this.#addUnknown = database.prepare<[string, number, string]>(
      'insert or ignore into unknown_entry (log, seq, kind) values (?, ?, ?)',
    );
    this.#addEvent = database.prepare<[string | null, string, number, string, string, string, string]>(
      'insert or replace into event (item, log, seq, leaf, at, kind, detail) values (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#allApplied = database.prepare<[], { log: string; size: number }>('select log, size from applied');
    this.#applied = database.prepare<[string], { size: number }>('select size from applied where log = ?');
  }

  /** How many entries of this log have been projected. */
  appliedSize(log: string): number {
    return this.#applied.get(log)?.size ?? 0;
  }

  /** How many entries of each log have been projected. */
  appliedSizes(): ReadonlyMap<string, number> {
    return new Map(this.#allApplied.all().map(({ log, size }) => [log, size]));
  }

  /** Projects entries in one transaction; entries already projected are stepped over. */
  apply(entries: readonly LocatedEntry[]): void {
    this.#database.transaction(() => {
      const sizes = new Map<string, number>();
      for (const entry of entries) {
        const size = sizes.get(entry.log) ?? this.appliedSize(entry.log);
        if (entry.index >= size) this.#applyOne(entry);
        sizes.set(entry.log, Math.max(size, entry.index + 1));
      }
      for (const [log, size] of sizes) this.#setApplied.run(log, size);
    })();
  }

  /** Marks entries as seen that cannot be read (erased or damaged), so that the next opening does not begin there again. */
  passOver(log: string, index: number): void {
    this.#setApplied.run(log, index + 1);
  }

  #applyOne(located: LocatedEntry): void {
    // Another log's erasure may name it before its own turn comes.
    if (this.#erasures.names(located)) return;
    const read = readEntryFields(located.fields);
    if (!read.known) {
      this.#addUnknown.run(located.log, located.index, read.kind);
      return;
    }
    this.#applyKnown(located, read.entry);
    this.#addEvent.run(
      itemOf(read.entry),
      located.log,
      located.index,
      shortLeaf(located.leafHash),
      read.entry.at,
      read.entry.kind,
      eventDetail(read.entry),
    );
  }

  #applyKnown(located: LocatedEntry, entry: KnownEntry): void {
    switch (entry.kind) {
      case 'item-captured':
        this.#items.captured(located, entry);
        break;
      case 'item-failed':
        this.#items.failed(entry);
        break;
      case 'item-seen':
        this.#items.seen(entry);
        break;
      case 'item-gone':
        this.#items.gone(entry);
        break;
      case 'blob-stored':
        this.#blobStored(located, entry);
        break;
      case 'document-examined':
        this.#examinations.examined(located, entry);
        break;
      case 'source-added':
      case 'source-removed':
      case 'sync-finished':
        this.#sources.apply(entry);
        break;
      case 'record-stated':
        this.#statements.stated(located, entry);
        break;
      case 'record-withdrawn':
        this.#statements.withdrawn(entry);
        break;
      case 'alert-raised':
        this.#statements.alertRaised(entry);
        break;
      case 'alert-settled':
        this.#statements.alertSettled(entry);
        break;
      case 'item-erased':
        this.#erasures.erased(located, entry);
        break;
      case 'header-changed':
        this.#addGeneration.run(entry.generation, entry.digest, entry.at);
        break;
      case 'log-opened':
      case 'check-finished':
      case 'bundle-exported':
      case 'history-closed':
      case 'checkpoint-stamped':
      case 'checkpoint-cosigned':
      case 'stamp-evidence':
      case 'card-added':
      case 'replica-added':
      case 'replica-removed':
      case 'replica-synced':
      case 'replica-checked':
      case 'restore-rehearsed':
      case 'vault-restored':
      case 'damage-repaired':
        // Their event row says it all.
        break;
    }
  }

  #blobStored(located: LocatedEntry, entry: EntryOf<'blob-stored'>): void {
    const parts = encodeCanonicalJson(
      entry.parts.map(({ shelf, file, sealedSize, key }) => ({ shelf, file, sealedSize, key })),
    );
    const { plaintext, sha256, size, epoch } = entry;
    this.#addBlob.run(plaintext, sha256, size, epoch, parts, located.log, located.index);
    for (const part of entry.parts) this.#addBlobFile.run(part.file, part.shelf, part.sealedSize, sha256);
  }
}

function itemOf(entry: KnownEntry): string | null {
  return 'item' in entry && typeof entry.item === 'string' ? entry.item : null;
}

/** What a list of events shows without opening the entry again. */
function eventDetail(entry: KnownEntry): string {
  switch (entry.kind) {
    case 'item-captured':
      return encodeCanonicalJson({
        version: entry.version,
        name: entry.name,
        ...(entry.content === undefined ? {} : { sha256: entry.content.sha256, size: entry.content.size }),
      });
    case 'item-failed':
      return encodeCanonicalJson({ code: entry.code, name: entry.name, details: entry.details });
    case 'item-gone':
      return encodeCanonicalJson({ reason: entry.reason });
    case 'alert-raised':
      return encodeCanonicalJson({ code: entry.code, details: entry.details });
    case 'check-finished':
      return encodeCanonicalJson({
        full: entry.full,
        ok: entry.ok,
        damaged: entry.damaged,
        items: entry.items,
      });
    case 'bundle-exported':
      return encodeCanonicalJson({
        bundle: entry.bundle,
        sha256: entry.sha256,
        items: entry.items.length,
        missing: entry.missing,
      });
    case 'checkpoint-stamped':
      return encodeCanonicalJson({ log: entry.log, size: entry.size, authority: entry.authority });
    case 'stamp-evidence':
      return encodeCanonicalJson({ authority: entry.authority, signer: entry.signer });
    case 'checkpoint-cosigned':
      return encodeCanonicalJson({
        log: entry.log,
        size: entry.size,
        witness: entry.witness,
        key: entry.key,
      });
    case 'item-erased':
      return encodeCanonicalJson({ reason: entry.reason, with: entry.with ?? [] });
    case 'damage-repaired':
      return encodeCanonicalJson({
        what: entry.what,
        from: entry.from,
        ...(entry.content === undefined ? {} : { content: entry.content }),
      });
    case 'card-added':
      return encodeCanonicalJson({ card: entry.card });
    case 'replica-added':
      return encodeCanonicalJson({ replica: entry.replica, name: entry.name, type: entry.type });
    case 'replica-removed':
      return encodeCanonicalJson({ replica: entry.replica });
    case 'replica-synced':
      return encodeCanonicalJson({
        replica: entry.replica,
        heads: entry.heads.map(({ log, size }) => ({ log, size })),
        generation: entry.generation,
        lacking: entry.lacking,
      });
    case 'restore-rehearsed':
      return encodeCanonicalJson({
        replica: entry.replica,
        items: entry.items,
        readable: entry.readable,
        of: entry.of,
      });
    case 'vault-restored':
      return encodeCanonicalJson({ items: entry.items, missing: entry.missing.length });
    case 'replica-checked':
      return encodeCanonicalJson({
        replica: entry.replica,
        full: entry.full,
        ok: entry.ok,
        missing: entry.missing,
        damaged: entry.damaged,
      });
    default:
      return '{}';
  }
}
