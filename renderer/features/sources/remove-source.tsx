import { Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import type { Source } from './source-state.ts';
import { words } from './words.ts';

/** Stops asking a source; everything that it gave is kept. */
export function RemoveSource({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  if (source.state === 'removed') return null;
  const remove = (): void =>
    run(async () => {
      await engine.call('sources.remove', { source: source.id });
      toast({ tone: 'safe', text: fill(say.one.removed, { name: source.name }) });
      navigate('/sources');
    });
  return (
    <Card title={say.one.removeTitle}>
      <p className="sources-text">{say.one.removeText}</p>
      <div>
        <Button icon={Trash2} onPress={() => setAsking(true)}>
          {say.one.remove}
        </Button>
      </div>
      <ConfirmDialog
        danger
        title={fill(say.one.removeAsk, { name: source.name })}
        isOpen={asking}
        busy={busy}
        confirm={say.one.remove}
        onClose={() => setAsking(false)}
        onConfirm={remove}
      >
        <p>{say.one.removeKeeps}</p>
        {error !== undefined && <ErrorNote error={error} />}
      </ConfirmDialog>
    </Card>
  );
}
