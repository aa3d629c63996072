import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import type { Choosing, ExportChoice } from './export-choice.ts';
import { words } from './words.ts';

/** What stays here for its mark unless it is ticked, one by one. Nothing is shown where nothing of the choice is marked. */
export function MarkedItems({
  scope,
  choosing,
  onChange,
}: {
  readonly scope: ExportChoice;
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
}): ReactNode {
  const say = useWords(words).marked;
  const asked = useEngine('bundle.flagged', scope, { keep: true });
  if (asked.state === 'loading') return undefined;
  if (asked.state === 'error') return <ErrorNote error={asked.error} onRetry={asked.reload} />;
  const { flagged } = asked.value;
  if (flagged.length === 0) return undefined;
  const ticked = new Set(choosing.includeFlagged);
  const toggle = (item: string, on: boolean): void => {
    const others = choosing.includeFlagged.filter((one) => one !== item);
    onChange({ ...choosing, includeFlagged: on ? [...others, item] : others });
  };
  return (
    <Card title={say.title}>
      <p className="send-soft">{say.text}</p>
      <ul className="send-choices" role="list" aria-label={say.title}>
        {flagged.map(({ item, what, flags }) => (
          <li key={item}>
            <Checkbox value={ticked.has(item)} onChange={(on) => toggle(item, on)}>
              <span className="send-item">
                <bdi>{what}</bdi>
                <span className="send-soft">{flags.map((flag) => say.flag[flag]).join(' ')}</span>
              </span>
            </Checkbox>
          </li>
        ))}
      </ul>
    </Card>
  );
}
