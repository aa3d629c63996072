import { Send } from 'lucide-react';
import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { chooseFiles } from '../../app/shell.ts';
import { startTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ContentsRows } from './contents-rows.tsx';
import { choiceOf, recipientsOf, type Choosing, type ExportChoice } from './export-choice.ts';
import { MissingRows } from './missing-rows.tsx';
import { MoreChoices } from './more-choices.tsx';
import { SeenFacts } from './seen-facts.tsx';
import { nameOf } from './step-readers.tsx';
import { today } from './today.ts';
import { words } from './words.ts';

interface MakeProps {
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
}

/** All that the reader will see and will not see, and the button that makes it. */
export function StepMake({ choosing, onChange }: MakeProps): ReactNode {
  const choice = choiceOf(choosing);
  return choice === undefined ? undefined : (
    <Preview choice={choice} choosing={choosing} onChange={onChange} />
  );
}

function Preview({ choice, choosing, onChange }: MakeProps & { readonly choice: ExportChoice }): ReactNode {
  const say = useWords(words);
  const asked = useEngine('bundle.preview', choice, { keep: true });
  const { busy, error, run } = useAction();
  if (asked.state === 'loading') return <Loading label={say.looking} />;
  if (asked.state === 'error')
    return asked.error.code === 'input.nothing-chosen' ? (
      <Notice tone="info" title={say.nothingTitle} text={say.nothing} />
    ) : (
      <ErrorNote error={asked.error} onRetry={asked.reload} />
    );
  const { items, bytes, missing, naming, facts } = asked.value;
  const recipients = recipientsOf(choosing);
  const make = (): void =>
    run(async () => {
      // What is locked is no zip to anybody else.
      const name = recipients === undefined ? say.fileName : say.lockedName;
      const [to] = await chooseFiles('save-bundle', fill(name, { day: today() }));
      if (to === undefined) return;
      await startTask('bundle.export', {
        choice,
        to: to.id,
        // If there was such a file, the dialog asked whether it may be replaced; of several it knew one name at most.
        ...(choosing.split === undefined ? { replace: true } : { split: choosing.split }),
        ...(recipients === undefined ? {} : { recipients }),
        ...(choosing.extends === '' ? {} : { extends: [choosing.extends] }),
        ...(choosing.record ? { clr: true } : {}),
        ...(choosing.rehearsal ? { withRehearsal: true } : {}),
      });
    });
  return (
    <>
      <Card title={say.inside}>
        <p>{fill(items === 1 ? say.holds.one : say.holds.many, { count: items, size: saySize(bytes) })}</p>
        <p>
          {missing.length === 0
            ? say.missingNone
            : plural(missing.length, say.missingBelow.one, say.missingBelow.many)}
        </p>
        <p>
          {recipients === undefined
            ? say.openTo
            : fill(say.lockedFor, {
                names: choosing.recipients.map((one) => nameOf(one, say.readers.noName)).join(', '),
              })}
        </p>
        {choosing.self === 'number' && naming.length > 0 && (
          <Notice
            tone="attention"
            title={plural(naming.length, say.naming.count.one, say.naming.count.many)}
          />
        )}
        <MoreChoices choosing={choosing} onChange={onChange} />
        {error !== undefined && <ErrorNote error={error} />}
        <div>
          <Button variant="primary" icon={Send} isDisabled={busy || items === 0} onPress={make}>
            {say.make}
          </Button>
        </div>
      </Card>
      <SeenFacts facts={facts} />
      <ContentsRows choice={choice} />
      {missing.length > 0 && (
        <Card flush title={say.missingTitle}>
          <p className="send-soft send-inset">{say.missingText}</p>
          <MissingRows missing={missing} />
        </Card>
      )}
    </>
  );
}
