import { CalendarDays, List, SlidersHorizontal, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';

import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { stroke } from '../../ui/icon.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { countFilters, orderOf, type EvidenceView, type Filters, type ItemOrder } from './filters.ts';
import { sayKinds } from './kind-words.ts';
import { words } from './words.ts';

type Facets = EngineOutput<'items.facets'>;

export interface EvidenceFiltersProps {
  readonly filters: Filters;
  readonly facets: Facets | undefined;
  /** As typed, which runs a little ahead of the filters. */
  readonly typed: string;
  readonly onType: (text: string) => void;
  readonly onChange: (change: Partial<Filters>) => void;
}

const all = '*';

/** Search, view and what the list is narrowed to. In a narrow window the choices open below the search. */
export function EvidenceFilters({
  filters,
  facets,
  typed,
  onType,
  onChange,
}: EvidenceFiltersProps): ReactNode {
  const say = useWords(words);
  const [open, setOpen] = useState(false);
  const count = countFilters(filters);
  return (
    <div className="evidence-filters" role="search">
      <div className="evidence-search">
        <SearchField label={say.search} value={typed} onChange={onType} />
        <ViewSwitch view={filters.view} onChange={(view) => onChange({ view })} />
        <div className="evidence-more">
          <Button icon={open ? X : SlidersHorizontal} onPress={() => setOpen(!open)}>
            {open ? say.hideFilters : count === 0 ? say.narrow : fill(say.narrowCount, { count })}
          </Button>
        </div>
      </div>
      <div className={open ? 'evidence-choices' : 'evidence-choices evidence-choices-closed'}>
        <Choices filters={filters} facets={facets} onChange={onChange} />
        {count > 0 && (
          <Button
            variant="plain"
            onPress={() =>
              onChange({ kind: undefined, unit: undefined, source: undefined, state: undefined })
            }
          >
            {say.clear}
          </Button>
        )}
      </div>
    </div>
  );
}

function Choices({
  filters,
  facets,
  onChange,
}: Pick<EvidenceFiltersProps, 'filters' | 'facets' | 'onChange'>): ReactNode {
  const say = useWords(words);
  const choice = (name: string, count: number): string => fill(say.choice, { name, count });
  const options = (
    any: string,
    list: Facets['kinds'] | undefined,
    chosen: string | undefined,
    nameOf: (facet: Facets['kinds'][number]) => string,
  ): { id: string; label: string }[] => {
    const known = list ?? [];
    return [
      { id: all, label: any },
      ...known.map((facet) => ({ id: facet.id, label: choice(nameOf(facet), facet.count) })),
      // What the address names stays chosen, even where nothing is of that kind any more.
      ...(chosen === undefined || known.some(({ id }) => id === chosen)
        ? []
        : [{ id: chosen, label: chosen }]),
    ];
  };
  const set =
    (name: 'kind' | 'unit' | 'source') =>
    (id: string): void =>
      onChange({ [name]: id === all ? undefined : id });
  return (
    <>
      <SelectField
        label={say.kind}
        labelHidden
        value={filters.kind ?? all}
        onChange={set('kind')}
        options={options(say.anyKind, facets?.kinds, filters.kind, ({ id }) => sayKinds(say, id))}
      />
      <SelectField
        label={say.unit}
        labelHidden
        value={filters.unit ?? all}
        onChange={set('unit')}
        options={options(say.anyUnit, facets?.units, filters.unit, ({ name }) => name)}
      />
      <SelectField
        label={say.source}
        labelHidden
        value={filters.source ?? all}
        onChange={set('source')}
        options={options(say.anySource, facets?.sources, filters.source, ({ name }) => name)}
      />
      <SelectField
        label={say.state}
        labelHidden
        value={filters.state ?? all}
        onChange={(id) => onChange({ state: id === 'failed' || id === 'gone' ? id : undefined })}
        options={[
          { id: all, label: say.anyState },
          {
            id: 'failed',
            label: facets === undefined ? say.stateFailed : choice(say.stateFailed, facets.failed),
          },
          { id: 'gone', label: say.stateGone },
        ]}
      />
    </>
  );
}

/** The order of the list, which stands at its head. */
export function OrderChoice({
  filters,
  onChange,
}: Pick<EvidenceFiltersProps, 'filters' | 'onChange'>): ReactNode {
  const say = useWords(words);
  const names: Readonly<Record<ItemOrder, string>> = {
    best: say.orderBest,
    newest: say.orderNewest,
    oldest: say.orderOldest,
    name: say.orderName,
  };
  const possible: readonly ItemOrder[] =
    filters.view === 'time'
      ? ['newest', 'oldest']
      : filters.text.trim() === ''
        ? ['newest', 'oldest', 'name']
        : ['best', 'newest', 'oldest', 'name'];
  return (
    <SelectField
      label={say.order}
      labelHidden
      value={orderOf(filters)}
      onChange={(order) => onChange({ order })}
      options={possible.map((id) => ({ id, label: names[id] }))}
    />
  );
}

function ViewSwitch({
  view,
  onChange,
}: {
  readonly view: EvidenceView;
  readonly onChange: (view: EvidenceView) => void;
}): ReactNode {
  const say = useWords(words);
  return (
    <ToggleButtonGroup
      className="view-switch"
      aria-label={say.views}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[view]}
      onSelectionChange={(keys) => onChange(keys.has('time') ? 'time' : 'list')}
    >
      <ToggleButton id="list" className="view-button">
        <List strokeWidth={stroke} aria-hidden="true" />
        {say.viewList}
      </ToggleButton>
      <ToggleButton id="time" className="view-button">
        <CalendarDays strokeWidth={stroke} aria-hidden="true" />
        {say.viewTime}
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
