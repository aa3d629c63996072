import { ListPlus, Plus, Table } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { chooseFiles } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Doubts } from './doubts.tsx';
import { StatedForm, type Warnings } from './stated-form.tsx';
import { UnitRow } from './unit-row.tsx';
import { words } from './words.ts';

interface Imported {
  readonly units: number;
  readonly criteria: number;
}

/** Units and criteria, by hand or from a table. */
export function UnitsSection({ units }: { readonly units: EngineOutput<'units.list'>['units'] }): ReactNode {
  const say = useWords(words);
  const [adding, setAdding] = useState(false);
  const [warnings, setWarnings] = useState<Warnings>([]);
  const [imported, setImported] = useState<Imported>();
  const [removing, setRemoving] = useState<{ readonly id: string; readonly name: string }>();
  const { busy, error, run } = useAction();

  const importTable = (): void =>
    run(async () => {
      const [file] = await chooseFiles('table');
      if (file === undefined) return;
      const found = await engine.call('units.importCsv', { file: file.id });
      setImported(found);
      setWarnings(found.warnings);
    });
  const addUnit = async (typed: Readonly<Record<string, string>>): Promise<void> => {
    const { warnings: found } = await engine.call('units.add', unitOf(typed));
    setWarnings(found);
    setAdding(false);
    announce(say.saved);
  };
  const ways = (
    <div className="course-buttons">
      <Button icon={Plus} onPress={() => setAdding(true)} isDisabled={adding}>
        {say.units.add}
      </Button>
      <Button icon={Table} onPress={importTable} busy={busy}>
        {say.units.table}
      </Button>
    </div>
  );
  return (
    <Card title={say.units.title} aside={units.length > 0 ? ways : undefined}>
      {error !== undefined && <ErrorNote error={error} />}
      {imported !== undefined && (
        <Notice
          live
          tone="safe"
          title={fill(say.units.imported, { units: imported.units, criteria: imported.criteria })}
        />
      )}
      <Doubts warnings={warnings} />
      {adding && (
        <StatedForm
          needed={['reference']}
          values={{}}
          onSave={addUnit}
          onCancel={() => setAdding(false)}
          fields={[
            { name: 'reference', label: say.units.reference, exact: true },
            { name: 'title', label: say.units.name },
            { name: 'level', label: say.units.level },
            { name: 'credit', label: say.units.credit, type: 'number' },
            { name: 'glh', label: say.units.hours, type: 'number' },
          ]}
        />
      )}
      {units.length === 0 && !adding && (
        <Empty icon={ListPlus} title={say.units.none.title} text={say.units.none.text} action={ways} />
      )}
      {units.length > 0 && (
        <ul className="units" role="list" aria-label={say.units.title}>
          {units.map((unit) => (
            <UnitRow key={unit.id} unit={unit} onRemove={(id, name) => setRemoving({ id, name })} />
          ))}
        </ul>
      )}
      <p className="course-soft">{say.units.tableHelp}</p>
      <ConfirmDialog
        danger
        busy={busy}
        title={fill(say.units.removeTitle, { name: removing?.name ?? '' })}
        confirm={say.remove}
        isOpen={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        onConfirm={() =>
          run(async () => {
            if (removing !== undefined) await engine.call('records.withdraw', { id: removing.id });
            setRemoving(undefined);
          })
        }
      >
        <p>{say.units.removeText}</p>
      </ConfirmDialog>
    </Card>
  );
}

/** The contract's input from what was typed: empty parts left out, numbers as numbers. */
function unitOf(typed: Readonly<Record<string, string>>): {
  reference: string;
  title?: string;
  level?: string;
  credit?: number;
  glh?: number;
} {
  const text = (name: string): string => (typed[name] ?? '').trim();
  const number = (name: 'credit' | 'glh'): object =>
    text(name) === '' || Number.isNaN(Number(text(name))) ? {} : { [name]: Number(text(name)) };
  return {
    reference: text('reference'),
    ...(text('title') === '' ? {} : { title: text('title') }),
    ...(text('level') === '' ? {} : { level: text('level') }),
    ...number('credit'),
    ...number('glh'),
  };
}
