import type { IndexConnection } from './index-database.ts';
import { readObjectColumn } from './json-column.ts';

/** An entry that tells of a checkpoint that somebody outside of the vault saw: where it lies and what it is about. */
export interface SeenCheckpointRow {
  /** The entry's own place. */
  readonly log: string;
  readonly index: number;
  readonly at: string;
  /** The log whose checkpoint was seen, and how many entries it covers. */
  readonly of: string;
  readonly size: number;
  /** Who saw it: address of the authority, or key of the witness. */
  readonly by: string;
}

/** An entry with what issuers said of the certificates behind an authority's tokens. */
export interface EvidenceRow {
  readonly log: string;
  readonly index: number;
  readonly at: string;
  /** Address of the authority. */
  readonly authority: string;
}

/** Kinds that a log would otherwise be stamped for again and again, though nothing of the learner's changed. */
const notWorthStamping = [
  'log-opened',
  'header-changed',
  'checkpoint-stamped',
  'checkpoint-cosigned',
  'history-closed',
  'sync-finished',
  'check-finished',
  'bundle-exported',
  'document-examined',
  'alert-raised',
  'alert-settled',
  'replica-added',
  'replica-removed',
  'replica-synced',
  'replica-checked',
] as const;

/** How far the items and versions that are kept lie within a part of each log. */
export interface Coverage {
  readonly items: number;
  /** Items all of whose versions lie within. */
  readonly coveredItems: number;
  readonly versions: number;
  readonly coveredVersions: number;
}

interface Columns {
  log: string;
  seq: number;
  at: string;
  detail: string;
}

/** Questions about timestamps and cosignatures. */
export class ProofQueries {
  readonly #byKind;
  readonly #newest;
  readonly #evidence;
  readonly #exported;
  readonly #exports;
  readonly #ends;
  readonly #kept;
  readonly #beyond;

  constructor(database: IndexConnection) {
    this.#byKind = database.prepare<['checkpoint-stamped' | 'checkpoint-cosigned'], Columns>(
      "select log, seq, at, detail from event where kind = ? and kind in ('checkpoint-stamped', 'checkpoint-cosigned') order by log, seq",
    );
    this.#evidence = database.prepare<[], { log: string; seq: number; at: string; authority: string | null }>(
      "select log, seq, at, json_extract(detail, '$.authority') as authority from event where kind = 'stamp-evidence' order by log, seq",
    );
    this.#newest = database.prepare<[string], { seq: number }>(
      `select seq from event where log = ? and kind not in (${notWorthStamping.map((kind) => `'${kind}'`).join(', ')}) order by seq desc limit 1`,
    );
    this.#ends = database.prepare<[string], { log: string; seq: number }>(
      `with named as (select value as id from json_each(?)),
        within as (select id from named union select item.id from named join item on item.assignment = named.id)
       select log, max(seq) as seq from within join version on version.item = within.id group by log`,
    );
    this.#kept = database.prepare<[], Pick<Coverage, 'items' | 'versions'>>(
      'select (select count(*) from item where versions > 0) as items, (select count(*) from version) as versions',
    );
    this.#beyond = database.prepare<[string], Pick<Coverage, 'items' | 'versions'>>(
      `with reach as (select key as log, value as size from json_each(?)), logs as (select distinct log from version)
       select count(distinct item) as items, count(*) as versions from logs cross join version
        on version.log = logs.log and version.seq >= coalesce((select size from reach where reach.log = logs.log), 0)`,
    );
    this.#exports = database.prepare<[string, number], { seq: number }>(
      "select seq from event where log = ? and kind = 'bundle-exported' order by seq desc limit ?",
    );
    this.#exported = database.prepare<[string], { log: string; seq: number }>(
      "select log, seq from event where kind = 'bundle-exported' and json_extract(detail, '$.bundle') = ?",
    );
  }

  /** Place of the entry that tells of a bundle's making, by the bundle's id. */
  exported(bundle: string): { readonly log: string; readonly index: number } | undefined {
    const row = this.#exported.get(bundle);
    return row === undefined ? undefined : { log: row.log, index: row.seq };
  }

  /** Places in a log of the entries that tell of bundles, newest first. */
  exports(log: string, most: number): readonly number[] {
    return this.#exports.all(log, most).map(({ seq }) => seq);
  }

  /** For each log, the place of the last version of any of these items, and of the items of those among them that are assignments. */
  ends(items: Iterable<string>): readonly { readonly log: string; readonly index: number }[] {
    return this.#ends.all(JSON.stringify([...items])).map(({ log, seq }) => ({ log, index: seq }));
  }

  /** How much of what is kept lies within the first entries of each log. @param sizes number of those entries, by log */
  coverage(sizes: ReadonlyMap<string, number>): Coverage {
    const none = { items: 0, versions: 0 };
    const kept = this.#kept.get() ?? none;
    // Counted from the end, which is short once anything was covered; else there is no need to count.
    const beyond =
      sizes.size === 0 ? kept : (this.#beyond.get(JSON.stringify(Object.fromEntries(sizes))) ?? none);
    return {
      ...kept,
      coveredItems: kept.items - beyond.items,
      coveredVersions: kept.versions - beyond.versions,
    };
  }

  /** Place of the last entry of a log that is worth an independent date: not what only tells of the vault's own housekeeping. */
  newestWorthStamping(log: string): number | undefined {
    return this.#newest.get(log)?.seq;
  }

  /** By log, then by place. */
  stamped(): SeenCheckpointRow[] {
    return this.#byKind.all('checkpoint-stamped').flatMap((row) => seenRow(row, 'authority'));
  }

  /** By log, then by place. */
  cosigned(): SeenCheckpointRow[] {
    return this.#byKind.all('checkpoint-cosigned').flatMap((row) => seenRow(row, 'key'));
  }

  /** By log, then by place. */
  evidence(): EvidenceRow[] {
    return this.#evidence
      .all()
      .map(({ log, seq, at, authority }) => ({ log, index: seq, at, authority: authority ?? '' }));
  }

  /** The largest size of a log that each authority stamped, by its address. */
  stampedTo(log: string): ReadonlyMap<string, number> {
    return largestOf(this.stamped(), log);
  }

  /** The largest size of a log that each witness cosigned, by its key. */
  cosignedTo(log: string): ReadonlyMap<string, number> {
    return largestOf(this.cosigned(), log);
  }
}

function largestOf(rows: readonly SeenCheckpointRow[], log: string): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { of, size, by } of rows) if (of === log) sizes.set(by, Math.max(size, sizes.get(by) ?? 0));
  return sizes;
}

function seenRow({ log, seq, at, detail }: Columns, who: 'authority' | 'key'): SeenCheckpointRow[] {
  const told = readObjectColumn(detail);
  const { log: of, size } = told;
  const by = told[who];
  if (typeof of !== 'string' || typeof size !== 'number' || typeof by !== 'string') return [];
  return [{ log, index: seq, at, of, size, by }];
}
