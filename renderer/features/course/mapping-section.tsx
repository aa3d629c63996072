import { Check, FileCheck2 } from 'lucide-react';
import { useRef, type ReactNode } from 'react';

import { engine, useEngine } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Link } from '../../ui/link.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { Unit } from './unit-row.tsx';
import { words } from './words.ts';

type Suggested = EngineOutput<'mappings.suggest'>;
type Mapping = EngineOutput<'mappings.list'>['mappings'][number];

/** Which assignments belong to which units: suggested, and confirmed by the learner. */
export function MappingSection({ units }: { readonly units: readonly Unit[] }): ReactNode {
  const say = useWords(words).mapping;
  const suggested = useEngine('mappings.suggest', {});
  const mapped = useEngine('mappings.list', {});
  return (
    <Card title={say.title}>
      {units.length === 0 ? (
        <p className="course-soft">{say.needUnits}</p>
      ) : suggested.state === 'error' ? (
        <ErrorNote error={suggested.error} onRetry={suggested.reload} />
      ) : mapped.state === 'error' ? (
        <ErrorNote error={mapped.error} onRetry={mapped.reload} />
      ) : suggested.state === 'loading' || mapped.state === 'loading' ? (
        <Loading />
      ) : (
        <Sorting units={units} suggested={suggested.value} mappings={mapped.value.mappings} />
      )}
    </Card>
  );
}

interface SortingProps {
  readonly units: readonly Unit[];
  readonly suggested: Suggested;
  readonly mappings: readonly Mapping[];
}

function Sorting({ units, suggested, mappings }: SortingProps): ReactNode {
  const say = useWords(words).mapping;
  const { busy, error, run } = useAction();
  // What was pressed goes away with its row; the focus stays in this part.
  const place = useRef<HTMLDivElement>(null);
  const stay = (): void => place.current?.focus({ preventScroll: true });
  const { suggestions, unmapped } = suggested;
  const open = unmapped.filter(({ item }) => !suggestions.some((one) => one.item === item));
  const add = (item: string, itemName: string, unit: string): void =>
    run(async () => {
      await engine.call('mappings.add', { item, target: unit });
      announce(
        fill(say.done, { item: itemName, unit: units.find(({ id }) => id === unit)?.reference ?? '' }),
      );
    });
  const addAll = (): void =>
    run(async () => {
      for (const { item, unit } of suggestions) await engine.call('mappings.add', { item, target: unit });
    });
  const undo = ({ id, itemName, unitReference }: Mapping): void =>
    run(async () => {
      await engine.call('records.withdraw', { id });
      stay();
      announce(fill(say.undone, { item: itemName, unit: unitReference }));
    });
  if (unmapped.length === 0 && mappings.length === 0) return <p className="course-soft">{say.needWork}</p>;
  return (
    <div ref={place} tabIndex={-1} role="group" aria-label={say.title} className="sorting-all">
      {error !== undefined && <ErrorNote error={error} />}
      {unmapped.length === 0 ? <p>{say.allDone}</p> : <p className="course-soft">{say.lead}</p>}
      {suggestions.length > 0 && (
        <div className="sorting">
          <div className="sorting-head">
            <h3 className="sorting-title">{say.suggested}</h3>
            {suggestions.length > 1 && (
              <Button variant="plain" onPress={addAll} busy={busy}>
                {say.all}
              </Button>
            )}
          </div>
          <Rows label={say.suggested}>
            {suggestions.map((one) => (
              <Row
                key={`${one.item} ${one.unit}`}
                icon={FileCheck2}
                title={one.itemName}
                text={`${fill(say.unit, { name: one.unitReference })} ${one.unitTitle}`}
                aside={
                  <>
                    <Button
                      icon={Check}
                      isDisabled={busy}
                      label={fill(say.yesLabel, { item: one.itemName, unit: one.unitReference })}
                      onPress={() => add(one.item, one.itemName, one.unit)}
                    >
                      {say.yes}
                    </Button>
                    <UnitChoice
                      empty={say.other}
                      units={units}
                      name={one.itemName}
                      onChoose={(unit) => add(one.item, one.itemName, unit)}
                    />
                  </>
                }
              />
            ))}
          </Rows>
        </div>
      )}
      {open.length > 0 && (
        <div className="sorting">
          <h3 className="sorting-title">{say.open}</h3>
          <Rows label={say.open}>
            {open.map(({ item, itemName }) => (
              <Row
                key={item}
                title={itemName}
                aside={
                  <UnitChoice
                    empty={say.none}
                    units={units}
                    name={itemName}
                    onChoose={(unit) => add(item, itemName, unit)}
                  />
                }
              />
            ))}
          </Rows>
        </div>
      )}
      {mappings.length > 0 && (
        <Details summary={`${say.sorted} (${mappings.length})`} open={unmapped.length === 0}>
          <Rows label={say.sorted}>
            {mappings.map((mapping) => (
              <Row
                key={mapping.id}
                title={<Link to={`/item/${mapping.item}`}>{mapping.itemName}</Link>}
                text={
                  mapping.criterion === undefined
                    ? fill(say.unit, { name: mapping.unitReference })
                    : fill(say.criterion, { name: mapping.unitReference, criterion: mapping.criterion })
                }
                aside={
                  <Button
                    variant="plain"
                    isDisabled={busy}
                    label={fill(say.undoLabel, { item: mapping.itemName, unit: mapping.unitReference })}
                    onPress={() => undo(mapping)}
                  >
                    {say.undo}
                  </Button>
                }
              />
            ))}
          </Rows>
        </Details>
      )}
    </div>
  );
}

const noUnit = 'none';

interface UnitChoiceProps {
  /** What it says before anything is chosen. */
  readonly empty: string;
  readonly units: readonly Unit[];
  readonly name: string;
  readonly onChoose: (unit: string) => void;
}

function UnitChoice({ empty, units, name, onChoose }: UnitChoiceProps): ReactNode {
  const say = useWords(words).mapping;
  return (
    <SelectField
      labelHidden
      label={fill(say.choose, { item: name })}
      value={noUnit}
      onChange={(unit) => {
        if (unit !== noUnit) onChoose(unit);
      }}
      options={[
        { id: noUnit, label: empty },
        ...units.map(({ id, reference, title }) => ({ id, label: `${reference} ${title ?? ''}`.trim() })),
      ]}
    />
  );
}
