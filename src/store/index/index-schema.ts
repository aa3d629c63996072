/**
 * The index is a projection of the ledger, so its schema needs no migrations: a database with another number is thrown away
 * and made again. Raise the number with every change of a table or of what is put in it.
 */
export const indexSchemaVersion = 14;

/** Tables for fast questions. JSON columns hold what the ledger said, canonical. `log` and `seq` name the entry that said it. */
export const indexSchema = `
create table applied (log text primary key, size integer not null) without rowid;

create table source (
  id text primary key, type text not null, name text not null, settings text not null,
  added_at text not null, removed_at text
) without rowid;
create table sync (
  source text not null, at text not null, started text not null, state text not null, code text,
  captured integer not null, changed integer not null, unchanged integer not null, gone integer not null, failed integer not null
);
create index sync_by_source on sync (source, at);

-- What lists and counts ask for again and again stands in columns of its own: time is that of the latest version, or else of the first
-- attempt; released, status, role and grade (as it is shown) come from the record; row is where its words lie.
create table item (
  id text primary key, source text not null, key text not null, kind text not null, name text not null, time text not null,
  versions integer not null, version integer not null, captured_at text, first_at text not null,
  sha256 text, size integer, media_type text, record text, fingerprint text,
  released integer, status text, role text, grade text, row integer,
  assignment text, attempt text, part_of text, attempt_number integer,
  state_at text not null, gone_at text, gone_reason text, failed_at text, failed_code text, failed_details text
) without rowid;
create unique index item_by_key on item (source, key);
-- A window of a long list is read off one of these, whatever it is narrowed to.
create index item_by_time on item (time);
create index item_by_kind on item (kind, time);
create index item_by_source on item (source, time);
create index item_by_name on item (name collate nocase);
create index item_by_kind_and_name on item (kind, name collate nocase);
create index item_by_row on item (row, time, kind, source, failed_at, gone_at);
create index item_failed on item (source, failed_at) where failed_at is not null;
create index item_gone on item (gone_at) where gone_at is not null;
create index item_by_attempt on item (attempt) where attempt is not null;
create index item_answered on item (attempt, kind, released) where released = 1;
create index item_graded on item (assignment, time, kind, released, versions, grade)
  where kind = 'grade' and released = 1 and versions > 0;
-- What a summary of an assignment is made of, without reading the items.
create index item_by_assignment on item (assignment, source, kind, versions, size, released, status, role, failed_at)
  where assignment is not null;
create index item_by_whole on item (part_of) where part_of is not null;
create index item_by_digest on item (sha256) where sha256 is not null;
-- Which contents may have words to be read for search.
create index item_to_examine on item (media_type, time, sha256, size, name) where sha256 is not null and kind in ('document', 'page');

-- carried is the leaf of the entry that this one was recorded anew from, out of another history.
create table version (
  item text not null, version integer not null, log text not null, seq integer not null, at text not null,
  leaf text not null, name text not null, record text not null, content text, media_type text, provenance text not null,
  chain text, fingerprint text, carried text, primary key (item, version, log, seq)
) without rowid;
-- What a checkpoint does not cover yet is the end of a log.
create index version_by_place on version (log, seq, item);
create table content_use (sha256 text not null, item text not null, primary key (sha256, item)) without rowid;

-- What reading a content for search gave; the words are those of every item whose latest version has this content.
create table examined (
  sha256 text primary key, text text not null, problem text, version integer not null, at text not null, log text not null, seq integer not null,
  reader text not null, cut integer not null, pages integer, signatures text
) without rowid;

-- leaf is the beginning of the leaf's hash: another tree of the same log may hold another entry at this place.
create table event (
  item text, log text not null, seq integer not null, leaf text not null, at text not null, kind text not null, detail text not null,
  primary key (log, seq)
) without rowid;
create index event_by_item on event (item, at) where item is not null;
create index event_of_check on event (at) where kind = 'check-finished';
create index event_of_replica on event (at) where kind in ('replica-added', 'replica-removed', 'replica-synced', 'replica-checked');
create index event_of_repair on event (at) where kind = 'damage-repaired';
create index event_of_proof on event (kind, log, seq) where kind in ('checkpoint-stamped', 'checkpoint-cosigned');

create table blob (
  plaintext text not null, sha256 text not null, size integer not null, epoch integer not null, parts text not null,
  log text not null, seq integer not null, primary key (plaintext, log, seq)
) without rowid;
create index blob_by_digest on blob (sha256, size);
create table blob_file (file text primary key, shelf integer not null, sealed_size integer not null, sha256 text not null) without rowid;

create table chain (
  chain text not null, number integer not null, item text not null, log text not null, sequence integer not null, leaf text not null,
  primary key (chain, log, sequence)
) without rowid;

create table stated (
  id text primary key, kind text not null, record text not null, at text not null, withdrawn_at text,
  log text not null, seq integer not null, first_at text not null, first_seq integer not null
) without rowid;
create index stated_by_kind on stated (kind);

create table alert (
  id text primary key, code text not null, source text, item text, details text not null, at text not null, settled_at text
) without rowid;

-- What the learner erased: the entries and blobs named by it, the items it was about, and whether this folder has been seen to be rid of it.
create table erasure (
  log text not null, seq integer not null, at text not null, reason text not null, item text not null, items text not null, within text not null,
  primary key (log, seq)
) without rowid;
create table erased_entry (
  log text not null, seq integer not null, leaf text not null, by_log text not null, by_seq integer not null,
  primary key (log, seq, by_log, by_seq)
) without rowid;
create table erased_blob (
  file text not null, shelf integer not null, by_log text not null, by_seq integer not null, primary key (file, by_log, by_seq)
) without rowid;
create table erased_item (item text not null, at text not null, by_log text not null, by_seq integer not null, primary key (item, by_log, by_seq)) without rowid;
create table erasure_done (log text not null, seq integer not null, primary key (log, seq)) without rowid;

create table generation (generation integer not null, digest text not null, at text not null, primary key (generation, digest)) without rowid;
create table unknown_entry (log text not null, seq integer not null, kind text not null, primary key (log, seq)) without rowid;

-- Hints of connectors: lost with the index, and then everything is looked at once more.
create table hint (source text not null, key text not null, fingerprint text not null, primary key (source, key)) without rowid;
create table cursor (source text primary key, cursor text not null) without rowid;

create virtual table words using fts5 (item unindexed, name, body, found, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
`;
