import type { ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ConnectError } from './connect-error.tsx';
import { words } from './words.ts';

export interface PracticeSignInProps {
  readonly onFill: (details: EngineOutput<'practice.address'>) => void;
}

/** In a practice vault the practice provider's own sign-in is at hand. */
export function PracticeSignIn({ onFill }: PracticeSignInProps): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  return (
    <>
      <Notice
        tone="info"
        title={say.moodle.practice}
        action={
          <Button
            busy={busy}
            onPress={() => run(async () => onFill(await engine.call('practice.address', {})))}
          >
            {say.moodle.fill}
          </Button>
        }
      />
      <ConnectError error={error} />
    </>
  );
}
