import { useState } from 'react';

import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { AskBack } from './ask-back.tsx';
import { DoorStep } from './door-step.tsx';
import { RecoverySheet } from './recovery-sheet.tsx';
import { words } from './words.ts';

/** Shows a new recovery key until it is written down, then asks three of its words back. */
export function KeepRecoveryKey({
  recoveryKey,
  title,
  stepsBefore,
  onDone,
}: {
  readonly recoveryKey: readonly string[];
  readonly title: string;
  /** Steps that came before, where they are counted. */
  readonly stepsBefore?: number;
  readonly onDone: () => Promise<void>;
}) {
  const say = useWords(words).keepKey;
  const [written, setWritten] = useState(false);
  const step = (own: number) =>
    stepsBefore === undefined ? {} : { actions: <DoorStep step={stepsBefore + own} /> };
  if (written)
    return (
      <Page key="check" title={say.checkTitle} lead={say.checkLead} {...step(2)} narrow>
        <AskBack recoveryKey={recoveryKey} onDone={onDone} onBack={() => setWritten(false)} />
      </Page>
    );
  return (
    <Page key="key" title={title} lead={say.lead} {...step(1)} narrow>
      <div className="door-stack">
        <RecoverySheet recoveryKey={recoveryKey} />
        <div className="door-actions">
          <Button variant="primary" onPress={() => setWritten(true)}>
            {say.done}
          </Button>
        </div>
      </div>
    </Page>
  );
}
