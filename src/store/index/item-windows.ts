import type { IndexConnection } from './index-database.ts';
import { searchExpression, withinAny, type ItemQueries, type ItemRow } from './item-queries.ts';

export interface WindowFilter {
  readonly source?: string;
  readonly kind?: string;
  /** As in `ItemFilter`. */
  readonly within?: readonly string[];
  /** Words that an item must hold, the last perhaps unfinished. Text without a word in it finds nothing. */
  readonly text?: string;
  readonly state?: 'failed' | 'gone';
}

export interface WindowRequest {
  readonly filter: WindowFilter;
  /** `best`: by how well the words fit, where there are words; otherwise as `newest`. */
  readonly order: 'newest' | 'oldest' | 'name' | 'best';
  readonly offset: number;
  readonly limit: number;
}

export interface ItemWindow {
  /** How many items there are in all. */
  readonly total: number;
  readonly items: readonly ItemRow[];
}

/** What a list can be narrowed to, with how many items each leaves. */
export interface ItemCounts {
  readonly total: number;
  readonly failed: number;
  readonly kinds: readonly { readonly id: string; readonly count: number }[];
  readonly sources: readonly { readonly id: string; readonly count: number; readonly failed: number }[];
}

type Parameters = Record<string, string | number | null>;

const time = 'coalesce(i.captured_at, i.first_at)';
const orders = {
  newest: `${time} desc, i.id desc`,
  oldest: `${time}, i.id`,
  name: 'i.name collate nocase, i.id',
} as const;

/** Windows of long lists: a list of 100,000 items is never read whole to show thirty of them. */
export class ItemWindows {
  readonly #database: IndexConnection;
  readonly #items: ItemQueries;
  readonly #changes;
  readonly #statements = new Map<string, { all(parameters: Parameters): { id: string }[] }>();
  /** What was counted since the last change, by the question. */
  readonly #counted = new Map<string, number>();
  #counts: ItemCounts | undefined;
  #countedAt = -1;

  constructor(database: IndexConnection, items: ItemQueries) {
    this.#database = database;
    this.#items = items;
    this.#changes = database.prepare<[], { changes: number }>('select total_changes() as changes');
  }

  page({ filter, order, offset, limit }: WindowRequest): ItemWindow {
    const expression = filter.text === undefined ? undefined : searchExpression(filter.text);
    if (filter.text !== undefined && expression === undefined) return { total: 0, items: [] };
    const { from, where } = questionOf(filter);
    const parameters: Parameters = {
      source: filter.source ?? null,
      kind: filter.kind ?? null,
      within: filter.within === undefined ? null : JSON.stringify(filter.within),
      text: expression ?? null,
    };
    const total = this.#count(`${from} ${where}`, parameters);
    if (offset >= total) return { total, items: [] };
    const by =
      order !== 'best'
        ? orders[order]
        : filter.text === undefined
          ? orders.newest
          : 'bm25(words, 0, 10, 1), i.id';
    const sql = `select i.id ${from} ${where} order by ${by} limit @limit offset @offset`;
    const rows = this.#prepared(sql).all({ ...parameters, limit, offset });
    return { total, items: rows.flatMap(({ id }) => this.#items.find(id) ?? []) };
  }

  counts(): ItemCounts {
    this.#forgetIfChanged();
    this.#counts ??= this.#countAll();
    return this.#counts;
  }

  #countAll(): ItemCounts {
    const kinds = this.#database
      .prepare<[], { id: string; count: number }>(
        'select kind as id, count(*) as count from item group by kind order by count(*) desc, kind',
      )
      .all();
    const sources = this.#database
      .prepare<[], { id: string; count: number; failed: number }>(
        `select s.source as id, s.count, coalesce(f.failed, 0) as failed
         from (select source, count(*) as count from item group by source) s
         left join (select source, count(*) as failed from item where failed_at is not null group by source) f on f.source = s.source
         order by s.count desc, s.source`,
      )
      .all();
    return {
      total: kinds.reduce((sum, { count }) => sum + count, 0),
      failed: sources.reduce((sum, { failed }) => sum + failed, 0),
      kinds,
      sources,
    };
  }

  #count(question: string, parameters: Parameters): number {
    this.#forgetIfChanged();
    const key = JSON.stringify([question, parameters]);
    const known = this.#counted.get(key);
    if (known !== undefined) return known;
    const count =
      this.#database
        .prepare<[Parameters], { count: number }>(`select count(*) as count ${question}`)
        .get(parameters)?.count ?? 0;
    this.#counted.set(key, count);
    return count;
  }

  #forgetIfChanged(): void {
    const changes = this.#changes.get()?.changes ?? 0;
    if (changes === this.#countedAt && this.#counted.size < 200) return;
    this.#countedAt = changes;
    this.#counted.clear();
    this.#counts = undefined;
  }

  #prepared(sql: string): { all(parameters: Parameters): { id: string }[] } {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare<[Parameters], { id: string }>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function questionOf(filter: WindowFilter): { readonly from: string; readonly where: string } {
  const conditions: string[] = [];
  if (filter.text !== undefined) conditions.push('words match @text');
  if (filter.source !== undefined) conditions.push('i.source = @source');
  if (filter.kind !== undefined) conditions.push('i.kind = @kind');
  if (filter.state === 'failed') conditions.push('i.failed_at is not null');
  if (filter.state === 'gone') conditions.push('i.gone_at is not null');
  if (filter.within !== undefined) conditions.push(withinAny);
  return {
    from: filter.text === undefined ? 'from item i' : 'from words join item i on i.id = words.item',
    where: conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`,
  };
}
