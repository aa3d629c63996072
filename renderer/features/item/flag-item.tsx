import type { ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { engine } from '../../app/engine.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { words } from './flag-words.ts';

type Flag = NonNullable<ShownItem['flags']>[number];

/** Marks an item, so that it is not sent unless the learner ticks it each time. */
export function FlagItem({
  item: { id, flags = [] },
  onChanged,
}: {
  readonly item: ShownItem;
  readonly onChanged: () => void;
}): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  const change = (flag: Flag, on: boolean): void =>
    run(async () => {
      const others = flags.filter((each) => each !== flag);
      const now = await engine.call('items.flag', { item: id, flags: on ? [...others, flag] : others });
      toast({ tone: 'info', text: now.flags.length === 0 ? say.unmarked : say.marked });
      onChanged();
    });
  return (
    <Card title={say.title}>
      <p className="item-small">{say.text}</p>
      {(['sensitive', 'others'] as const).map((flag) => (
        <Checkbox
          key={flag}
          value={flags.includes(flag)}
          isDisabled={busy}
          help={say.help[flag]}
          onChange={(on) => change(flag, on)}
        >
          {say[flag]}
        </Checkbox>
      ))}
      {error !== undefined && <ErrorNote error={error} />}
    </Card>
  );
}
