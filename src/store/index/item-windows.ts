import type { IndexConnection } from './index-database.ts';
import { withinAny, type ItemQueries, type ItemRow } from './item-queries.ts';
import { searchExpressions } from './search-expression.ts';
import { SinceChange } from './since-change.ts';

interface WindowFilter {
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
  /**
   * `best`: by how well the words fit, where there are words; otherwise as `newest`. Where very many fit, those come first that hold the
   * words in their names, and otherwise the latest taken in: weighing them all would take longer than a person waits.
   */
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

const orders = {
  newest: 'i.time desc, i.id desc',
  oldest: 'i.time, i.id',
  name: 'i.name collate nocase, i.id',
  weight: 'bm25(words, 0, 10, 1, 1), i.id',
  row: 'words.rowid desc',
} as const;
/** Most items whose words are weighed. */
const mostWeighed = 2000;

/** Windows of long lists: a list of 100,000 items is never read whole to show thirty of them. */
export class ItemWindows {
  readonly #database: IndexConnection;
  readonly #items: ItemQueries;
  readonly #sinceChange: SinceChange;
  readonly #statements = new Map<string, { all(parameters: Parameters): { id: string }[] }>();

  constructor(database: IndexConnection, items: ItemQueries) {
    this.#database = database;
    this.#items = items;
    this.#sinceChange = new SinceChange(database);
  }

  page({ filter, order, offset, limit }: WindowRequest): ItemWindow {
    const found = filter.text === undefined ? undefined : searchExpressions(filter.text);
    if (filter.text !== undefined && found === undefined) return { total: 0, items: [] };
    const { from, where } = questionOf(filter);
    const question = `${from} ${where}`;
    const parameters = (text: string | undefined): Parameters => ({
      source: filter.source ?? null,
      kind: filter.kind ?? null,
      within: filter.within === undefined ? null : JSON.stringify(filter.within),
      text: text ?? null,
    });
    const all = parameters(found?.all);
    const total = this.#count(question, all);
    const read = (by: keyof typeof orders, asked: Parameters, start: number, most: number): ItemRow[] =>
      most <= 0
        ? []
        : this.#prepared(`select i.id ${question} order by ${orders[by]} limit @limit offset @offset`)
            .all({ ...asked, limit: most, offset: start })
            .flatMap(({ id }) => this.#items.find(id) ?? []);
    if (offset >= total) return { total, items: [] };
    if (order !== 'best' || found === undefined)
      return { total, items: read(order === 'best' ? 'newest' : order, all, offset, limit) };
    if (total <= mostWeighed) return { total, items: read('weight', all, offset, limit) };
    const named = parameters(found.named);
    const first = this.#count(question, named);
    const items = offset < first ? read('row', named, offset, Math.min(limit, first - offset)) : [];
    const rest = read('row', parameters(found.unnamed), Math.max(0, offset - first), limit - items.length);
    return { total, items: [...items, ...rest] };
  }

  counts(): ItemCounts {
    return this.#sinceChange.get('counts', () => this.#countAll());
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
    return this.#sinceChange.get(
      JSON.stringify([question, parameters]),
      () =>
        this.#database
          .prepare<[Parameters], { count: number }>(`select count(*) as count ${question}`)
          .get(parameters)?.count ?? 0,
    );
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
    from: filter.text === undefined ? 'from item i' : 'from words cross join item i on i.row = words.rowid',
    where: conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`,
  };
}
