import type { ItemFilter } from '../../../src/contract/methods/item-methods.ts';

export type ItemOrder = 'newest' | 'oldest' | 'name' | 'best';
export type EvidenceView = 'list' | 'time';

/** What the list shows, as its address says it: `#/evidence?view=time&kind=grade&q=bridge`. */
export interface Filters {
  readonly view: EvidenceView;
  readonly source: string | undefined;
  readonly kind: string | undefined;
  readonly unit: string | undefined;
  readonly state: 'failed' | 'gone' | undefined;
  readonly text: string;
  /** Undefined for what fits: best first while words are sought, newest first otherwise. */
  readonly order: ItemOrder | undefined;
}

export const noFilters: Filters = {
  view: 'list',
  source: undefined,
  kind: undefined,
  unit: undefined,
  state: undefined,
  text: '',
  order: undefined,
};

const orders: readonly ItemOrder[] = ['newest', 'oldest', 'name', 'best'];
/** As long as the contract takes them. */
const longest = { id: 80, kind: 40, text: 500 };

/** Reads the filters of an address; what makes no sense is left out, so that no link can break the screen. */
export function parseFilters(query: URLSearchParams): Filters {
  const state = query.get('state');
  return {
    view: query.get('view') === 'time' ? 'time' : 'list',
    source: shortOf(query.get('source'), longest.id),
    kind: shortOf(query.get('kind'), longest.kind),
    unit: shortOf(query.get('unit'), longest.id),
    state: state === 'failed' || state === 'gone' ? state : undefined,
    text: (query.get('q') ?? '').slice(0, longest.text),
    order: orders.find((order) => order === query.get('order')),
  };
}

function shortOf(value: string | null, most: number): string | undefined {
  return value === null || value === '' || value.length > most ? undefined : value;
}

/** The route of these filters; what is usual is left out. */
export function routeOf(filters: Filters): string {
  const query = new URLSearchParams();
  if (filters.view !== 'list') query.set('view', filters.view);
  for (const name of ['source', 'kind', 'unit', 'state', 'order'] as const) {
    const value = filters[name];
    if (value !== undefined) query.set(name, value);
  }
  if (filters.text !== '') query.set('q', filters.text);
  const text = query.toString();
  return text === '' ? '/evidence' : `/evidence?${text}`;
}

/** Number of things by which the list is narrowed, words not counted. */
export function countFilters({ source, kind, unit, state }: Filters): number {
  return [source, kind, unit, state].filter((value) => value !== undefined).length;
}

/** The order in which the list comes: a timeline is always in order of time, and only a search has a best answer. */
export function orderOf({ view, text, order }: Filters): ItemOrder {
  if (view === 'time') return order === 'oldest' ? 'oldest' : 'newest';
  const sought = text.trim() !== '';
  if (order === undefined || (order === 'best' && !sought)) return sought ? 'best' : 'newest';
  return order;
}

/** The filters as the contract takes them. */
export function itemFilterOf({ source, kind, unit, state, text }: Filters): ItemFilter {
  const words = text.trim();
  return {
    ...(source === undefined ? {} : { source }),
    ...(kind === undefined ? {} : { kind }),
    ...(unit === undefined ? {} : { unit }),
    ...(state === undefined ? {} : { state }),
    ...(words === '' ? {} : { text: words }),
  };
}
