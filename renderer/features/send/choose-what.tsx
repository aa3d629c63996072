import { Archive, ListChecks, Plug, Shapes } from 'lucide-react';
import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Link } from '../../ui/link.tsx';
import { Loading } from '../../ui/loading.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { ChooseItems } from './choose-items.tsx';
import { scopes, type Choosing } from './export-choice.ts';
import { words } from './words.ts';

const icons = { everything: Archive, unit: Shapes, source: Plug, items: ListChecks } as const;

interface ChooseProps {
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
}

/** All, one unit, one source, or items one by one. */
export function ChooseWhat({ choosing, onChange }: ChooseProps): ReactNode {
  const say = useWords(words);
  return (
    <Card>
      <RadioCards
        label={say.what}
        options={scopes.map((id) => ({ id, icon: icons[id], title: say[id].title, text: say[id].text }))}
        value={choosing.scope}
        onChange={(scope) => onChange({ ...choosing, scope })}
      />
      {choosing.scope === 'unit' && <ChooseUnit choosing={choosing} onChange={onChange} />}
      {choosing.scope === 'source' && <ChooseSource choosing={choosing} onChange={onChange} />}
      {choosing.scope === 'items' && <ChooseItems choosing={choosing} onChange={onChange} />}
    </Card>
  );
}

function ChooseUnit({ choosing, onChange }: ChooseProps): ReactNode {
  const say = useWords(words);
  const listed = useEngine('units.list', {});
  if (listed.state === 'loading') return <Loading />;
  if (listed.state === 'error') return <ErrorNote error={listed.error} onRetry={listed.reload} />;
  const options = listed.value.units.map(({ id, reference, title }) => ({
    id,
    label: title === undefined ? reference : `${reference} ${title}`,
  }));
  // A link may name a unit by its reference.
  const chosen = listed.value.units.find(({ id, reference }) =>
    [id, reference].includes(choosing.unit ?? ''),
  );
  return (
    <ChooseOne
      label={say.whichUnit}
      options={options}
      value={chosen?.id}
      onChange={(unit) => onChange({ ...choosing, unit })}
      none={say.noUnits}
      link={{ to: '/course', label: say.toCourse }}
    />
  );
}

function ChooseSource({ choosing, onChange }: ChooseProps): ReactNode {
  const say = useWords(words);
  const listed = useEngine('sources.list', {});
  if (listed.state === 'loading') return <Loading />;
  if (listed.state === 'error') return <ErrorNote error={listed.error} onRetry={listed.reload} />;
  return (
    <ChooseOne
      label={say.whichSource}
      options={listed.value.sources.map(({ id, name }) => ({ id, label: name }))}
      value={choosing.source}
      onChange={(source) => onChange({ ...choosing, source })}
      none={say.noSources}
      link={{ to: '/sources', label: say.toSources }}
    />
  );
}

interface ChooseOneProps {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly value: string | undefined;
  readonly onChange: (id: string) => void;
  readonly none: string;
  readonly link: { readonly to: string; readonly label: string };
}

function ChooseOne({ label, options, value, onChange, none, link }: ChooseOneProps): ReactNode {
  if (options.length === 0)
    return (
      <p>
        {none} <Link to={link.to}>{link.label}</Link>
      </p>
    );
  return <SelectField label={label} options={options} value={value ?? ''} onChange={onChange} />;
}
