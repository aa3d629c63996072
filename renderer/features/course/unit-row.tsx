import { Plus, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { Menu } from '../../ui/menu.tsx';
import { StatedForm } from './stated-form.tsx';
import { words } from './words.ts';

export type Unit = EngineOutput<'units.list'>['units'][number];

interface UnitRowProps {
  readonly unit: Unit;
  /** Asks before a unit or criterion is taken away. */
  readonly onRemove: (id: string, name: string) => void;
}

/** A unit with its criteria one level down. */
export function UnitRow({ unit, onRemove }: UnitRowProps): ReactNode {
  const say = useWords(words);
  const [adding, setAdding] = useState(false);
  const { id, reference, title, level, credit, criteria } = unit;
  const facts = [
    level === undefined ? undefined : fill(say.units.levelFact, { level }),
    credit === undefined ? undefined : plural(credit, say.units.creditFact.one, say.units.creditFact.many),
  ].filter((fact) => fact !== undefined);
  const counted =
    criteria.length === 0
      ? say.units.noCriteria
      : plural(criteria.length, say.units.criteria.one, say.units.criteria.many);
  const addCriterion = async (typed: Readonly<Record<string, string>>): Promise<void> => {
    const text = (typed.text ?? '').trim();
    await engine.call('units.addCriterion', {
      unit: id,
      reference: (typed.reference ?? '').trim(),
      ...(text === '' ? {} : { text }),
    });
    setAdding(false);
    announce(say.saved);
  };
  return (
    <li className="unit">
      <div className="unit-head">
        <div className="unit-name">
          <strong>
            {reference} {title}
          </strong>
          {facts.length > 0 && <span className="course-soft"> {facts.join(', ')}</span>}
        </div>
        <Menu
          label={fill(say.units.more, { name: reference })}
          items={[
            { id: 'add', label: say.units.addCriterion, icon: Plus, onPress: () => setAdding(true) },
            {
              id: 'remove',
              label: say.remove,
              icon: Trash2,
              danger: true,
              onPress: () => onRemove(id, reference),
            },
          ]}
        />
      </div>
      {adding && (
        <StatedForm
          needed={['reference']}
          values={{}}
          onSave={addCriterion}
          onCancel={() => setAdding(false)}
          fields={[
            { name: 'reference', label: say.units.criterionReference, exact: true },
            { name: 'text', label: say.units.criterionText, multiline: true },
          ]}
        />
      )}
      {criteria.length === 0 && !adding && (
        <div>
          <Button
            variant="plain"
            icon={Plus}
            label={`${say.units.addCriterion}: ${reference}`}
            onPress={() => setAdding(true)}
          >
            {say.units.addCriterion}
          </Button>
        </div>
      )}
      {criteria.length > 0 && (
        <Details summary={counted}>
          <ul className="criteria" role="list">
            {criteria.map((criterion) => (
              <li key={criterion.id}>
                <span className="criterion-reference">{criterion.reference}</span>
                <span className="criterion-text">{criterion.text}</span>
                <Menu
                  label={fill(say.units.moreCriterion, { name: criterion.reference })}
                  items={[
                    {
                      id: 'remove',
                      label: say.remove,
                      icon: Trash2,
                      danger: true,
                      onPress: () => onRemove(criterion.id, `${reference}, ${criterion.reference}`),
                    },
                  ]}
                />
              </li>
            ))}
          </ul>
        </Details>
      )}
    </li>
  );
}
