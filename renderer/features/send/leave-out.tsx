import { Undo2 } from 'lucide-react';
import { useDeferredValue, useState, type ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { Choosing, ExportChoice, NamedItem } from './export-choice.ts';
import { ItemWords } from './item-words.tsx';
import { TickItems } from './tick-items.tsx';
import { words } from './words.ts';

const atOnce = 30;
/** There is nothing to list; the step says so itself. */
const emptyCodes: ReadonlySet<string> = new Set(['input.nothing-chosen', 'input.all-flagged']);

interface LeaveOutProps {
  readonly scope: ExportChoice;
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
}

/** Everything that the scope holds, ticked: what is unticked is left out, and the bundle says so. */
export function LeaveOut({ scope, choosing, onChange }: LeaveOutProps): ReactNode {
  const say = useWords(words).leaveOut;
  const { exclude } = choosing;
  const [open, setOpen] = useState(exclude.length > 0);
  return (
    <Details summary={say.title} open={open} onToggle={setOpen}>
      <div className="send-items">
        <p className="send-soft">{say.text}</p>
        {open && <Ticks scope={scope} choosing={choosing} onChange={onChange} />}
        {exclude.length > 0 && (
          <div className="send-chosen" role="status">
            <span>{plural(exclude.length, say.count.one, say.count.many)}</span>
            <Button icon={Undo2} variant="plain" onPress={() => onChange({ ...choosing, exclude: [] })}>
              {say.none}
            </Button>
          </div>
        )}
      </div>
    </Details>
  );
}

function Ticks({ scope, choosing, onChange }: LeaveOutProps): ReactNode {
  const say = useWords(words);
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const listed = useEngine(
    'bundle.contents',
    { choice: scope, offset: 0, limit: atOnce, ...(text === '' ? {} : { text }) },
    { keep: true },
  );
  const left = new Set(choosing.exclude.map(({ id }) => id));
  const toggle = ({ id, name }: NamedItem, goes: boolean): void => {
    const others = choosing.exclude.filter((one) => one.id !== id);
    onChange({ ...choosing, exclude: goes ? others : [...others, { id, name }] });
  };
  const page = listed.state === 'ready' ? listed.value : undefined;
  return (
    <>
      <SearchField label={say.leaveOut.find} value={typed} onChange={setTyped} />
      {listed.state === 'error' && !emptyCodes.has(listed.error.code) && (
        <ErrorNote error={listed.error} onRetry={listed.reload} />
      )}
      {page !== undefined && (
        <TickItems page={page} isTicked={({ id }) => !left.has(id)} onTick={toggle}>
          {(item) => <ItemWords item={item} />}
        </TickItems>
      )}
    </>
  );
}
