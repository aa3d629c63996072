import { useState, type ReactNode } from 'react';

import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { engine, useEngine } from '../../app/engine.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Link } from '../../ui/link.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { fileKindOf } from './file-kind.ts';
import { parsePages, parseTimes } from './place-in-item.ts';
import { words } from './words.ts';

type Unit = EngineOutput<'units.list'>['units'][number];

export interface MappingFormProps {
  readonly item: ShownItem;
  readonly onClose: (kept: boolean) => void;
}

/** Links an item to a unit or criterion, with the page or time that shows it. */
export function MappingForm({ item, onClose }: MappingFormProps): ReactNode {
  const say = useWords(words);
  const units = useEngine('units.list', {});
  if (units.state === 'loading') return <Loading />;
  if (units.state === 'error') return <ErrorNote error={units.error} onRetry={units.reload} />;
  const [first] = units.value.units;
  if (first === undefined)
    return (
      <div className="item-form">
        <p className="item-small">{say.noUnitsYet}</p>
        <div className="item-buttons">
          <Link to="/course">{say.toCourse}</Link>
          <Button variant="plain" onPress={() => onClose(false)}>
            {say.cancel}
          </Button>
        </div>
      </div>
    );
  return <Form item={item} onClose={onClose} units={units.value.units} first={first} />;
}

const wholeUnit = '*';

function Form({
  item,
  onClose,
  units,
  first,
}: MappingFormProps & { readonly units: readonly Unit[]; readonly first: Unit }): ReactNode {
  const say = useWords(words);
  const [unitId, setUnitId] = useState(first.id);
  const [criterionId, setCriterionId] = useState(wholeUnit);
  const [place, setPlace] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const unit = units.find(({ id }) => id === unitId) ?? first;
  const criterion = unit.criteria.find(({ id }) => id === criterionId);
  const timed = ['audio', 'video'].includes(fileKindOf(item.mediaType));
  const paged = item.kind === 'document' && !timed;
  const at = place.trim() === '' ? undefined : timed ? parseTimes(place) : parsePages(place);
  const wrong = place.trim() !== '' && at === undefined;
  const submit = (): void => {
    setTried(true);
    if (wrong) return;
    run(async () => {
      await engine.call('mappings.add', {
        item: item.id,
        target: criterion === undefined ? unit.reference : `${unit.reference}/${criterion.reference}`,
        ...(at === undefined ? {} : { at }),
      });
      toast({ tone: 'safe', text: fill(say.linkKept, { unit: unit.reference }) });
      onClose(true);
    });
  };
  return (
    <form
      className="item-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SelectField
        label={say.unit}
        value={unit.id}
        onChange={(id) => {
          setUnitId(id);
          setCriterionId(wholeUnit);
        }}
        options={units.map(({ id, reference, title }) => ({
          id,
          label: title === undefined ? reference : `${reference}: ${title}`,
        }))}
      />
      {unit.criteria.length > 0 && (
        <SelectField
          label={say.criterion}
          value={criterion?.id ?? wholeUnit}
          onChange={setCriterionId}
          options={[
            { id: wholeUnit, label: say.wholeUnit },
            ...unit.criteria.map(({ id, reference, text }) => ({
              id,
              label: text === undefined ? reference : `${reference}: ${text}`,
            })),
          ]}
        />
      )}
      {(paged || timed) && (
        <TextField
          label={timed ? say.times : say.pages}
          help={timed ? say.timesHelp : say.pagesHelp}
          error={tried && wrong ? (timed ? say.timesWrong : say.pagesWrong) : undefined}
          value={place}
          onChange={setPlace}
        />
      )}
      {error !== undefined && <ErrorNote error={error} />}
      <div className="item-buttons">
        <Button type="submit" busy={busy}>
          {say.keepLink}
        </Button>
        <Button variant="plain" onPress={() => onClose(false)}>
          {say.cancel}
        </Button>
      </div>
    </form>
  );
}
