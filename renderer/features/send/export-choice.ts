import type { EngineInput } from '../../../src/contract/engine-contract.ts';

export type ExportChoice = EngineInput<'bundle.preview'>;
export const scopes = ['everything', 'unit', 'source', 'items'] as const;
type Scope = (typeof scopes)[number];

/** What the learner chose so far, on all four ways: going back to one finds it as it was left. */
export interface Choosing {
  readonly scope: Scope;
  readonly unit: string | undefined;
  readonly source: string | undefined;
  readonly items: readonly { readonly id: string; readonly name: string }[];
}

/** What to ask for; undefined while the choice is not complete. */
export function choiceOf({ scope, unit, source, items }: Choosing): ExportChoice | undefined {
  switch (scope) {
    case 'everything':
      return {};
    case 'unit':
      return unit === undefined ? undefined : { unit };
    case 'source':
      return source === undefined ? undefined : { source };
    case 'items':
      return items.length === 0 ? undefined : { items: items.map(({ id }) => id) };
  }
}

/** What another screen's link chose: `?unit=…`, `?source=…` or one `item=…` for each item. */
export function choosingFrom(query: URLSearchParams): Choosing {
  const unit = query.get('unit') ?? undefined;
  const source = query.get('source') ?? undefined;
  const items = [...new Set(query.getAll('item'))].map((id) => ({ id, name: id }));
  const scope =
    unit !== undefined ? 'unit' : source !== undefined ? 'source' : items.length > 0 ? 'items' : 'everything';
  return { scope, unit, source, items };
}
