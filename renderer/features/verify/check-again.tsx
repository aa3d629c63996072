import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { KeyFiles, ReaderOptions, type ReaderOptionsProps } from './reader-options.tsx';
import { words } from './words.ts';

interface CheckAgainProps extends ReaderOptionsProps {
  readonly busy: boolean;
  readonly onCheck: () => void;
}

/** Checks the same bundle once more, with what the reader knows from elsewhere. */
export function CheckAgain({ busy, onCheck, ...props }: CheckAgainProps): ReactNode {
  const say = useWords(words);
  return (
    <Again title={say.more} text={say.moreText} busy={busy} onCheck={onCheck} wait={false}>
      <ReaderOptions {...props} />
    </Again>
  );
}

/** The bundle is locked: it opens with the key of one of those whom it was locked for. */
export function Unlock({ busy, onCheck, ...props }: CheckAgainProps): ReactNode {
  const say = useWords(words);
  return (
    <Again
      title={say.locked}
      text={say.lockedText}
      busy={busy}
      onCheck={onCheck}
      wait={props.options.keyFiles.length === 0}
    >
      <KeyFiles {...props} />
    </Again>
  );
}

function Again({
  title,
  text,
  busy,
  wait,
  onCheck,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly busy: boolean;
  readonly wait: boolean;
  readonly onCheck: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const say = useWords(words);
  return (
    <div className="verify-again">
      <Card title={title}>
        <p>{text}</p>
        <form
          className="verify-options"
          onSubmit={(event) => {
            event.preventDefault();
            if (!wait) onCheck();
          }}
        >
          {children}
          <div>
            <Button type="submit" icon={RotateCw} busy={busy} isDisabled={wait}>
              {say.again}
            </Button>
          </div>
        </form>
      </Card>
    </div>
  );
}
