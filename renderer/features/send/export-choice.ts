import type { EngineInput, EngineOutput } from '../../../src/contract/engine-contract.ts';
import type { IdentityPart } from '../../../src/contract/methods/bundle-methods.ts';

export type ExportChoice = EngineInput<'bundle.preview'>;
export type Recipient = EngineOutput<'recipients.read'>;
export const scopes = ['everything', 'unit', 'source', 'items'] as const;
type Scope = (typeof scopes)[number];

export interface NamedItem {
  readonly id: string;
  readonly name: string;
}

/** What the learner chose so far, on all ways: going back to one finds it as it was left. */
export interface Choosing {
  readonly scope: Scope;
  readonly unit: string | undefined;
  readonly source: string | undefined;
  readonly items: readonly NamedItem[];
  /** Left out of what the scope holds. */
  readonly exclude: readonly NamedItem[];
  /** Ids of marked items that go along all the same. */
  readonly includeFlagged: readonly string[];
  /** Pictures and office files go as copies that say less of themselves. */
  readonly strip: boolean;
  /** Shows parts of who they are, or their candidate number alone. */
  readonly self: 'parts' | 'number';
  readonly identity: readonly IdentityPart[];
  /** The candidate number as their profile has it. */
  readonly number: string | undefined;
  readonly lock: 'anyone' | 'chosen';
  readonly recipients: readonly Recipient[];
  /** Id of an earlier bundle; empty for none. */
  readonly extends: string;
  /** Most bytes of one file; undefined for one file of any size. */
  readonly split: number | undefined;
  /** The grades go along as a learner record too. */
  readonly record: boolean;
  /** The last trial of getting everything back is shown. */
  readonly rehearsal: boolean;
}

/** What an awarding organisation needs to find its candidate; the rest is kept back unless somebody ticks it. */
const usualParts: readonly IdentityPart[] = ['name', 'dateOfBirth', 'uln', 'registration', 'candidateNumber'];

/** What to ask for; undefined while the choice is not complete. */
export function choiceOf(choosing: Choosing): ExportChoice | undefined {
  const scope = scopeOf(choosing);
  if (scope === undefined) return undefined;
  const { exclude, includeFlagged, strip } = choosing;
  return {
    ...scope,
    ...(includeFlagged.length === 0 ? {} : { includeFlagged: [...includeFlagged] }),
    ...(exclude.length === 0 ? {} : { exclude: exclude.map(({ id }) => id) }),
    ...(strip ? { stripMetadata: true } : {}),
    ...selfOf(choosing),
  };
}

/** All that the scope holds, before anything is left out. */
export function scopeOf({ scope, unit, source, items }: Choosing): ExportChoice | undefined {
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

function selfOf({ self, identity, number }: Choosing): Pick<ExportChoice, 'identity' | 'pseudonym'> {
  if (self === 'parts') return { identity: [...identity] };
  // Without a number nothing of who they are is shown at all.
  return number === undefined ? { identity: [] } : { pseudonym: number };
}

/** Who it is locked for; undefined if anybody may open it. */
export function recipientsOf({ lock, recipients }: Choosing): string[] | undefined {
  return lock === 'anyone' ? undefined : recipients.map(({ recipient }) => recipient);
}

/** What another screen's link chose: `?unit=…`, `?source=…` or one `item=…` for each item. */
export function choosingFrom(query: URLSearchParams): Choosing {
  const unit = query.get('unit') ?? undefined;
  const source = query.get('source') ?? undefined;
  const items = [...new Set(query.getAll('item'))].map((id) => ({ id, name: id }));
  const scope =
    unit !== undefined ? 'unit' : source !== undefined ? 'source' : items.length > 0 ? 'items' : 'everything';
  return {
    scope,
    unit,
    source,
    items,
    exclude: [],
    includeFlagged: [],
    strip: false,
    self: 'parts',
    identity: usualParts,
    number: undefined,
    lock: 'anyone',
    recipients: [],
    extends: '',
    split: undefined,
    record: false,
    rehearsal: false,
  };
}
