import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import { toast } from '../../app/toasts.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { words } from './words.ts';

const things = ['mark', 'maintenance', 'close', 'open', 'end-sign-in'] as const;

/** In a practice vault: what may happen at a provider, to be tried. */
export function PracticeThings(): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  return (
    <Card title={say.list.practiceTitle}>
      <p className="sources-text">{say.list.practiceText}</p>
      {error !== undefined && <ErrorNote error={error} />}
      <div className="sources-buttons">
        {things.map((what) => (
          <Button
            key={what}
            icon={FlaskConical}
            isDisabled={busy}
            onPress={() =>
              run(async () => {
                await engine.call('practice.do', { what });
                toast({ tone: 'info', text: say.practice.done });
              })
            }
          >
            {say.practice[what]}
          </Button>
        ))}
      </div>
    </Card>
  );
}
