import type { ReactNode } from 'react';

import type { ImportPreviewForPage } from '../../../src/contract/methods/import-shapes.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { importWords } from './import-words.ts';
import { meaningOf, noPreset, withMeaning, type TableChoices } from './table-choices.ts';

export interface TableColumnsProps {
  readonly columns: NonNullable<ImportPreviewForPage['columns']>;
  readonly changed: TableChoices | undefined;
  readonly onChange: (choices: TableChoices) => void;
}

/** For each column of a table: its title, a few of its values, and what it means. */
export function TableColumns({ columns, changed, onChange }: TableColumnsProps): ReactNode {
  const { table } = useWords(importWords);
  const names: Readonly<Record<string, string>> = table.meanings;
  const sayMeaning = (meaning: string): string =>
    (Object.hasOwn(names, meaning) ? names[meaning] : undefined) ?? meaning;
  const options = [
    { id: '', label: table.leftOut },
    ...columns.meanings.map((meaning) => ({ id: meaning, label: sayMeaning(meaning) })),
  ];
  const preset = changed?.preset ?? (changed?.columns === undefined ? columns.preset : undefined) ?? noPreset;
  const presets = Object.entries(table.presets).map(([id, label]) => ({ id, label }));
  return (
    <section className="found-columns" aria-label={table.title}>
      <h3 className="source-step-title">{table.title}</h3>
      <p className="sources-text">
        {plural(columns.rows, table.rows.one, table.rows.many)}. {table.text}
      </p>
      <SelectField
        label={table.preset}
        options={presets}
        value={preset}
        onChange={(chosen) => onChange(chosen === noPreset ? withoutMeanings(columns) : { preset: chosen })}
      />
      <ul className="found-column-list" role="list">
        {columns.columns.map(({ title, examples }) => (
          <li key={title}>
            <div className="found-column-words">
              <strong>
                <bdi>{title}</bdi>
              </strong>
              <span className="copied-outcome">
                {examples.length === 0 ? (
                  table.noExample
                ) : (
                  <>
                    {table.examples} <bdi>{examples.slice(0, 3).join(', ')}</bdi>
                  </>
                )}
              </span>
            </div>
            <SelectField
              labelHidden
              label={fill(table.meansOf, { title })}
              options={options}
              value={meaningOf(columns, changed, title) ?? ''}
              onChange={(means) =>
                onChange(withMeaning(columns, changed, title, means === '' ? null : means))
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** No preset: what the columns were taken for stays until the learner changes it. */
function withoutMeanings(columns: TableColumnsProps['columns']): TableChoices {
  return {
    columns: Object.fromEntries(columns.columns.map(({ title, means }) => [title, means ?? null])),
  };
}
