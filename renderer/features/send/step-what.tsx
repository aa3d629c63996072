import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { fill } from '../../language/fill.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ChooseWhat } from './choose-what.tsx';
import { choiceOf, scopeOf, type Choosing, type ExportChoice } from './export-choice.ts';
import { LeaveOut } from './leave-out.tsx';
import { MarkedItems } from './marked-items.tsx';
import type { StepProps } from './step-props.ts';
import { words } from './words.ts';

/** What to send, and what of it not. */
export function StepWhat({ choosing, onChange, onNext }: StepProps): ReactNode {
  const say = useWords(words);
  const scope = scopeOf(choosing);
  const choice = choiceOf(choosing);
  // What was left out of one choice is no part of another.
  const chooseOther = (changed: Choosing): void => onChange({ ...changed, exclude: [], includeFlagged: [] });
  return (
    <>
      <ChooseWhat choosing={choosing} onChange={chooseOther} />
      {scope !== undefined && (
        <>
          <MarkedItems scope={scope} choosing={choosing} onChange={onChange} />
          <LeaveOut
            scope={{ ...scope, includeFlagged: [...choosing.includeFlagged] }}
            choosing={choosing}
            onChange={onChange}
          />
        </>
      )}
      {choice === undefined ? (
        <Notice tone="info" title={say.nothing} />
      ) : (
        <Held choice={choice} onNext={onNext} />
      )}
    </>
  );
}

function Held({ choice, onNext }: { readonly choice: ExportChoice; readonly onNext: () => void }): ReactNode {
  const say = useWords(words);
  const asked = useEngine('bundle.preview', choice, { keep: true });
  if (asked.state === 'loading') return <Loading label={say.looking} />;
  if (asked.state === 'error')
    return asked.error.code === 'input.nothing-chosen' ? (
      <Notice tone="info" title={say.nothingTitle} text={say.nothing} />
    ) : asked.error.code === 'input.all-flagged' ? (
      <Notice tone="info" title={say.marked.all} />
    ) : (
      <ErrorNote error={asked.error} onRetry={asked.reload} />
    );
  const { items, bytes } = asked.value;
  return (
    <div className="send-next">
      <Button variant="primary" icon={ArrowRight} onPress={onNext}>
        {say.next}
      </Button>
      <p role="status">
        {fill(items === 1 ? say.holds.one : say.holds.many, { count: items, size: saySize(bytes) })}
      </p>
    </div>
  );
}
