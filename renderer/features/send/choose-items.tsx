import { X } from 'lucide-react';
import { useDeferredValue, useState, type ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { Choosing } from './export-choice.ts';
import { TickItems } from './tick-items.tsx';
import { words } from './words.ts';

const atOnce = 30;

/** Finds items by words and ticks them. What is ticked stays ticked while other words are looked for. */
export function ChooseItems({
  choosing,
  onChange,
}: {
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
}): ReactNode {
  const say = useWords(words);
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const listed = useEngine(
    'items.page',
    { filter: text === '' ? {} : { text }, order: text === '' ? 'newest' : 'best', offset: 0, limit: atOnce },
    { keep: true },
  );
  const chosen = new Set(choosing.items.map(({ id }) => id));
  const page = listed.state === 'ready' ? listed.value : undefined;
  const toggle = (item: { readonly id: string; readonly name: string }, on: boolean): void => {
    const others = choosing.items.filter(({ id }) => id !== item.id);
    onChange({ ...choosing, items: on ? [...others, { id: item.id, name: item.name }] : others });
  };
  return (
    <div className="send-items">
      <SearchField label={say.find} value={typed} onChange={setTyped} />
      {listed.state === 'error' && <ErrorNote error={listed.error} onRetry={listed.reload} />}
      {page !== undefined && (
        <TickItems page={page} isTicked={({ id }) => chosen.has(id)} onTick={toggle}>
          {({ name }) => <bdi>{name}</bdi>}
        </TickItems>
      )}
      {choosing.items.length > 0 && (
        <div className="send-chosen">
          <span>{plural(choosing.items.length, say.chosen.one, say.chosen.many)}</span>
          <Button icon={X} variant="plain" onPress={() => onChange({ ...choosing, items: [] })}>
            {say.clear}
          </Button>
        </div>
      )}
    </div>
  );
}
