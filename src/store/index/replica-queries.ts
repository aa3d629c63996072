import { z } from 'zod';

import type { JsonObject } from '../../base/json.ts';
import type { IndexConnection } from './index-database.ts';
import { readObjectColumn } from './json-column.ts';

/** A second copy as the history tells of it. */
export interface ReplicaRow {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly type: 'folder' | 'webdav';
  readonly addedAt: string;
  /** The last round that brought everything there. */
  readonly synced?: ReplicaSyncedRow;
  readonly checked?: {
    readonly at: string;
    readonly full: boolean;
    readonly ok: boolean;
    readonly missing: number;
    readonly damaged: number;
  };
  /** The last time that a restore from it was rehearsed: so many items could be had back, of those that were tried, of all. */
  readonly rehearsed?: {
    readonly at: string;
    readonly items: number;
    readonly readable: number;
    readonly of: number;
  };
}

interface ReplicaSyncedRow {
  readonly at: string;
  /** How many entries of each log are there. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly generation: number;
  /** Files that are not there because the vault has no good copy of them itself. */
  readonly lacking: number;
}

const headsSchema = z.array(z.object({ log: z.string(), size: z.number() }));

interface Columns {
  at: string;
  kind: string;
  detail: string;
}

/** Kinds that tell of housekeeping alone: a second copy that lacks only these is not behind. */
const housekeeping = [
  'replica-added',
  'replica-removed',
  'replica-synced',
  'replica-checked',
  'restore-rehearsed',
  'check-finished',
  'sync-finished',
  'alert-raised',
  'alert-settled',
  'document-examined',
] as const;

/** Questions about second copies. */
export class ReplicaQueries {
  readonly #events;
  readonly #newest;
  readonly #rehearsal;

  constructor(database: IndexConnection) {
    this.#events = database.prepare<[], Columns>(
      `select at, kind, detail from event
        where kind in ('replica-added', 'replica-removed', 'replica-synced', 'replica-checked', 'restore-rehearsed') order by at, log, seq`,
    );
    this.#rehearsal = database.prepare<[], { log: string; index: number }>(
      `select log, seq as "index" from event where kind = 'restore-rehearsed' order by at desc, log, seq desc limit 1`,
    );
    this.#newest = database.prepare<[string], { seq: number }>(
      `select seq from event where log = ? and kind not in (${housekeeping.map((kind) => `'${kind}'`).join(', ')}) order by seq desc limit 1`,
    );
  }

  /** Place of the last entry that tells of a rehearsed restore. */
  findRehearsal(): { readonly log: string; readonly index: number } | undefined {
    return this.#rehearsal.get();
  }

  /** Those that were not removed, in the order in which they were added. */
  list(): ReplicaRow[] {
    const rows = new Map<string, ReplicaRow>();
    for (const { at, kind, detail } of this.#events.all()) {
      const told = readObjectColumn(detail);
      const id = told.replica;
      if (typeof id !== 'string') continue;
      const row = rows.get(id);
      if (kind === 'replica-added') rows.set(id, addedRow(id, at, told, row));
      else if (kind === 'replica-removed') rows.delete(id);
      else if (row !== undefined) rows.set(id, { ...row, ...laterRow(kind, at, told) });
    }
    return [...rows.values()];
  }

  /** Place of the last entry of a log that a second copy should have; undefined if it has none. */
  newestWorthCopying(log: string): number | undefined {
    return this.#newest.get(log)?.seq;
  }
}

/** One that is added again, from another laptop, keeps what is known of it. */
function addedRow(id: string, at: string, told: JsonObject, before: ReplicaRow | undefined): ReplicaRow {
  const name = typeof told.name === 'string' ? told.name : '';
  return {
    ...before,
    id,
    name,
    type: told.type === 'webdav' ? 'webdav' : 'folder',
    addedAt: before?.addedAt ?? at,
  };
}

function laterRow(kind: string, at: string, told: JsonObject): Partial<ReplicaRow> {
  if (kind === 'replica-synced') return { synced: syncedRow(at, told) };
  if (kind === 'replica-checked') return { checked: checkedRow(at, told) };
  const { items, readable, of } = told;
  return { rehearsed: { at, items: count(items), readable: count(readable), of: count(of) } };
}

function syncedRow(at: string, { heads, generation, lacking }: JsonObject): ReplicaSyncedRow {
  const sizes = new Map<string, number>();
  for (const { log, size } of headsSchema.safeParse(heads).data ?? []) sizes.set(log, size);
  return { at, sizes, generation: count(generation), lacking: count(lacking) };
}

function checkedRow(at: string, told: JsonObject): NonNullable<ReplicaRow['checked']> {
  return {
    at,
    full: told.full === true,
    ok: told.ok === true,
    missing: count(told.missing),
    damaged: count(told.damaged),
  };
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
