import { History } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { useEngine } from '../../app/engine.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { sayEvent } from './history-words.ts';
import { words } from './words.ts';

/** What happened to an item, oldest first, once it is asked for. */
export function HistoryOf({ item }: { readonly item: ShownItem }): ReactNode {
  const say = useWords(words);
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <div>
        <Button icon={History} onPress={() => setOpen(true)}>
          {say.showHistory}
        </Button>
      </div>
    );
  return (
    <Card title={say.history}>
      <Events id={item.id} />
    </Card>
  );
}

function Events({ id }: { readonly id: string }): ReactNode {
  const say = useWords(words);
  const history = useEngine('items.history', { item: id });
  if (history.state === 'loading') return <Loading label={say.historyLoading} />;
  if (history.state === 'error') return <ErrorNote error={history.error} onRetry={history.reload} />;
  return (
    <ol className="history">
      {history.value.events.map(({ at, kind, detail, log, index }) => (
        <li key={`${log} ${String(index)}`}>
          <p>{sayEvent(say, kind, detail)}</p>
          <p className="item-small">
            <DateText at={at} /> · {fill(say.entry, { index })}
          </p>
        </li>
      ))}
    </ol>
  );
}
