import type { JsonObject } from '../../base/json.ts';
import { digestsSchema, type Digests } from '../../evidence/digests.ts';
import { provenanceSchema, type Provenance } from '../../evidence/provenance.ts';
import { chainSchema, type ChainPlace } from '../../ledger/kinds/item-entries.ts';
import type { IndexConnection } from './index-database.ts';
import { readColumn, readObjectColumn } from './json-column.ts';

/** An item as lists show it. */
export interface ItemRow {
  readonly id: string;
  readonly source: string;
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  /** Number of versions captured; 0 for an item that only ever failed. */
  readonly versions: number;
  readonly attempt?: number;
  readonly assignmentItem?: string;
  readonly attemptItem?: string;
  readonly sha256?: string;
  readonly size?: number;
  readonly mediaType?: string;
  readonly capturedAt?: string;
  readonly firstAt: string;
  /** For grades and feedback: whether it was given out to the learner. */
  readonly released?: boolean;
  /** For attempts and submissions: how far they are, as far as it could be told. */
  readonly status?: string;
  /** For documents: what they are within their assignment. */
  readonly role?: string;
  /** For grades: the grade as its portal showed it. */
  readonly grade?: string;
  readonly gone?: { readonly at: string; readonly reason: string };
  readonly failed?: { readonly at: string; readonly code: string; readonly details: JsonObject };
}

/** One version of an item, with the entry that captured it. */
export interface VersionRow {
  readonly item: string;
  /** 1, 2, 3, … in order of time. */
  readonly version: number;
  readonly log: string;
  readonly index: number;
  readonly leafHash: string;
  readonly at: string;
  readonly name: string;
  readonly record: JsonObject;
  readonly content?: Digests;
  readonly mediaType?: string;
  readonly provenance: Provenance;
  readonly chain?: ChainPlace;
  readonly fingerprint?: JsonObject;
}

export interface VersionPlace {
  readonly name: string;
  readonly log: string;
  readonly index: number;
  readonly content: { readonly sha256: string; readonly size: number } | undefined;
  /** False for a content of which no blob was ever recorded, and for none. */
  readonly stored: boolean;
}

export interface EventRow {
  readonly at: string;
  readonly kind: string;
  readonly log: string;
  readonly index: number;
  readonly item?: string;
  readonly detail: JsonObject;
}

export interface ItemFilter {
  readonly source?: string;
  readonly kind?: string;
  /** Ids of items, assignments, attempts or kept pages: what belongs to any of them is meant. */
  readonly within?: readonly string[];
}

interface ItemColumns {
  id: string;
  source: string;
  key: string;
  kind: string;
  name: string;
  versions: number;
  attempt_no: number | null;
  assignment: string | null;
  attempt: string | null;
  sha256: string | null;
  size: number | null;
  media_type: string | null;
  captured_at: string | null;
  first_at: string;
  gone_at: string | null;
  gone_reason: string | null;
  failed_at: string | null;
  failed_code: string | null;
  failed_details: string | null;
  released: number | null;
  status: string | null;
  role: string | null;
  grade: string | null;
}

interface VersionColumns {
  item: string;
  log: string;
  seq: number;
  leaf: string;
  at: string;
  name: string;
  record: string;
  content: string | null;
  media_type: string | null;
  provenance: string;
  chain: string | null;
  fingerprint: string | null;
}

interface PlaceColumns {
  name: string;
  log: string;
  seq: number;
  sha256: string | null;
  size: number | null;
  stored: number;
}

interface EventColumns {
  item: string | null;
  log: string;
  seq: number;
  at: string;
  kind: string;
  detail: string;
}

const itemColumns = `i.id, i.source, i.key, i.kind, i.name, i.versions, coalesce(i.attempt_number, a.attempt_number) as attempt_no,
  i.assignment, i.attempt, i.sha256, i.size, i.media_type, i.captured_at, i.first_at, i.gone_at, i.gone_reason, i.failed_at, i.failed_code, i.failed_details,
  i.released, i.status, i.role, i.grade`;
const itemFrom = `from item i left join item a on a.id = i.attempt`;
const orderOfTime = 'order by i.time, i.id';
/** A JSON list of ids as one parameter, so that any number of them fits. */
export const withinAny = `(i.id in (select value from json_each(@within)) or i.assignment in (select value from json_each(@within))
  or i.attempt in (select value from json_each(@within)) or i.part_of in (select value from json_each(@within)))`;

/** Questions about items, versions and events. Each statement is prepared once. */
export class ItemQueries {
  readonly #database: IndexConnection;
  readonly #byId;
  readonly #byIdPrefix;
  readonly #versions;
  readonly #events;
  readonly #byDigest;
  readonly #courses;
  readonly #places;

  constructor(database: IndexConnection) {
    this.#database = database;
    this.#byId = database.prepare<[string], ItemColumns>(`select ${itemColumns} ${itemFrom} where i.id = ?`);
    this.#byIdPrefix = database.prepare<[string, string], { id: string }>(
      'select id from item where id >= ? and id < ? limit 2',
    );
    this.#versions = database.prepare<[string], VersionColumns>(
      'select item, log, seq, leaf, at, name, record, content, media_type, provenance, chain, fingerprint from version where item = ? order by at, log, seq',
    );
    this.#events = database.prepare<[string], EventColumns>(
      'select item, log, seq, at, kind, detail from event where item = ? order by at, log, seq',
    );
    this.#places = database.prepare<[string], PlaceColumns>(
      `select v.name, v.log, v.seq, json_extract(v.content, '$.sha256') as sha256, json_extract(v.content, '$.size') as size,
         exists (select 1 from blob b where b.sha256 = json_extract(v.content, '$.sha256') and b.size = json_extract(v.content, '$.size'))
           as stored
       from version v where v.item = ? order by v.at, v.log, v.seq`,
    );
    this.#courses = database.prepare<[], { item: string; title: string }>(
      `select id as item, json_extract(record, '$.course.title') as title from item
       where kind = 'assignment' and json_type(record, '$.course.title') = 'text'`,
    );
    this.#byDigest = database.prepare<[string], { item: string }>(
      'select item from content_use where sha256 = ? order by item',
    );
  }

  find(id: string): ItemRow | undefined {
    const row = this.#byId.get(id);
    return row === undefined ? undefined : itemRow(row);
  }

  /** Ids that begin with `prefix`; at most two are given back, enough to see that it is ambiguous. */
  idsBeginning(prefix: string): string[] {
    return this.#byIdPrefix.all(prefix, `${prefix}\u{10ffff}`).map(({ id }) => id);
  }

  list(filter: ItemFilter = {}): ItemRow[] {
    const conditions: string[] = [];
    if (filter.source !== undefined) conditions.push('i.source = @source');
    if (filter.kind !== undefined) conditions.push('i.kind = @kind');
    if (filter.within !== undefined) conditions.push(withinAny);
    const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
    const rows = this.#database
      .prepare<[Record<string, string | null>], ItemColumns>(
        `select ${itemColumns} ${itemFrom} ${where} ${orderOfTime}`,
      )
      .all({
        source: filter.source ?? null,
        kind: filter.kind ?? null,
        within: filter.within === undefined ? null : JSON.stringify(filter.within),
      });
    return rows.map(itemRow);
  }

  versions(item: string): VersionRow[] {
    return this.#versions.all(item).map(versionRow);
  }

  /** Where the versions of an item stand in the history, oldest first, and whether their contents were stored: no more than an export asks. */
  versionPlaces(item: string): VersionPlace[] {
    return this.#places.all(item).map(({ name, log, seq, sha256, size, stored }) => ({
      name,
      log,
      index: seq,
      content: sha256 === null || size === null ? undefined : { sha256, size },
      stored: stored === 1,
    }));
  }

  events(item: string): EventRow[] {
    return this.#events.all(item).map(({ item: about, log, seq, at, kind, detail }) => ({
      at,
      kind,
      log,
      index: seq,
      ...(about === null ? {} : { item: about }),
      detail: readObjectColumn(detail),
    }));
  }

  /** What the portal calls the course of each assignment, where it says. */
  courseTitles(): { readonly item: string; readonly title: string }[] {
    return this.#courses.all();
  }

  /** Ids of the items that have, or had, a version with this content (or raw answer). */
  usesOf(sha256: string): string[] {
    return this.#byDigest.all(sha256).map(({ item }) => item);
  }
}

function itemRow(row: ItemColumns): ItemRow {
  return {
    id: row.id,
    source: row.source,
    key: row.key,
    kind: row.kind,
    name: row.name,
    versions: row.versions,
    firstAt: row.first_at,
    ...(row.released === null ? {} : { released: row.released === 1 }),
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.role === null ? {} : { role: row.role }),
    ...(row.grade === null ? {} : { grade: row.grade }),
    ...(row.attempt_no === null ? {} : { attempt: row.attempt_no }),
    ...(row.assignment === null ? {} : { assignmentItem: row.assignment }),
    ...(row.attempt === null ? {} : { attemptItem: row.attempt }),
    ...(row.sha256 === null ? {} : { sha256: row.sha256 }),
    ...(row.size === null ? {} : { size: row.size }),
    ...(row.media_type === null ? {} : { mediaType: row.media_type }),
    ...(row.captured_at === null ? {} : { capturedAt: row.captured_at }),
    ...(row.gone_at === null ? {} : { gone: { at: row.gone_at, reason: row.gone_reason ?? 'unknown' } }),
    ...(row.failed_at === null || row.failed_code === null
      ? {}
      : {
          failed: { at: row.failed_at, code: row.failed_code, details: readObjectColumn(row.failed_details) },
        }),
  };
}

function versionRow(row: VersionColumns, position: number): VersionRow {
  return {
    item: row.item,
    version: position + 1,
    log: row.log,
    index: row.seq,
    leafHash: row.leaf,
    at: row.at,
    name: row.name,
    record: readObjectColumn(row.record),
    provenance: readColumn(provenanceSchema, row.provenance),
    ...(row.content === null ? {} : { content: readColumn(digestsSchema, row.content) }),
    ...(row.media_type === null ? {} : { mediaType: row.media_type }),
    ...(row.chain === null ? {} : { chain: readColumn(chainSchema, row.chain) }),
    ...(row.fingerprint === null ? {} : { fingerprint: readObjectColumn(row.fingerprint) }),
  };
}
