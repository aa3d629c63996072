import { Undo2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { words } from './words.ts';

/** Takes a note or link back, after asking; the history keeps that it was there. */
export function TakeBack({
  id,
  title,
  onDone,
}: {
  readonly id: string;
  readonly title: string;
  readonly onDone: () => void;
}): ReactNode {
  const say = useWords(words);
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  return (
    <>
      <IconButton icon={Undo2} label={say.takeBack} onPress={() => setAsking(true)} />
      <ConfirmDialog
        title={title}
        isOpen={asking}
        confirm={say.takeBack}
        busy={busy}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          run(async () => {
            await engine.call('records.withdraw', { id });
            setAsking(false);
            toast({ tone: 'info', text: say.takenBack });
            onDone();
          })
        }
      >
        <p>{say.takeBackText}</p>
        {error !== undefined && <ErrorNote error={error} />}
      </ConfirmDialog>
    </>
  );
}
