import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { engine } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from './words.ts';

/** Lets nothing open the second copies any more but what opens the vault now: for whoever changed a passphrase that somebody knew. */
export function OldPassphrases({ isBusy }: { readonly isBusy: boolean }): ReactNode {
  const say = useWords(words).old;
  const { busy, error, run } = useAction();
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState<EngineOutput<'replicas.forgetPassphrases'>>();
  const close = (): void =>
    run(async () => {
      setTold(undefined);
      try {
        setTold(await engine.call('replicas.forgetPassphrases', {}));
      } finally {
        setAsking(false);
      }
    });
  return (
    <Card title={say.title}>
      <p className="copies-soft">{say.text}</p>
      {told !== undefined && <Told told={told} />}
      {error !== undefined && <ErrorNote error={error} />}
      <div>
        <Button icon={KeyRound} isDisabled={isBusy || busy} onPress={() => setAsking(true)}>
          {say.close}
        </Button>
      </div>
      <ConfirmDialog
        title={say.sureTitle}
        isOpen={asking}
        onClose={() => setAsking(false)}
        onConfirm={close}
        confirm={say.sure}
        busy={busy}
      >
        <p>{say.sureText}</p>
      </ConfirmDialog>
    </Card>
  );
}

function Told({
  told: { done, pending },
}: {
  readonly told: EngineOutput<'replicas.forgetPassphrases'>;
}): ReactNode {
  const say = useWords(words).old;
  return (
    <>
      {done.length > 0 && <Notice live tone="safe" title={fill(say.done, { names: done.join(', ') })} />}
      {pending.length > 0 && (
        <Notice
          live
          tone="attention"
          title={fill(say.pending, { names: pending.join(', ') })}
          text={say.pendingText}
        />
      )}
    </>
  );
}
