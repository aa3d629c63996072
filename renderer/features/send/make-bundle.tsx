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
import type { ExportChoice } from './export-choice.ts';
import { MissingRows } from './missing-rows.tsx';
import { today } from './today.ts';
import { words } from './words.ts';

/** What the bundle will hold and lack, and the button that makes it. */
export function MakeBundle({ choice }: { readonly choice: ExportChoice | undefined }): ReactNode {
  const say = useWords(words);
  return choice === undefined ? (
    <Notice tone="info" title={say.nothing} />
  ) : (
    <Preview key={JSON.stringify(choice)} choice={choice} />
  );
}

function Preview({ choice }: { readonly choice: ExportChoice }): ReactNode {
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
  const { items, bytes, missing } = asked.value;
  const make = (): void =>
    run(async () => {
      const [to] = await chooseFiles('save-bundle', fill(say.fileName, { day: today() }));
      if (to === undefined) return;
      // If there was such a file, the dialog asked whether it may be replaced.
      await startTask('bundle.export', { choice, to: to.id, replace: true });
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
        <p className="send-soft">{say.also}</p>
        {error !== undefined && <ErrorNote error={error} />}
        <div>
          <Button variant="primary" icon={Send} isDisabled={busy || items === 0} onPress={make}>
            {say.make}
          </Button>
        </div>
      </Card>
      {missing.length > 0 && (
        <Card flush title={say.missingTitle}>
          <p className="send-soft send-inset">{say.missingText}</p>
          <MissingRows missing={missing} />
        </Card>
      )}
    </>
  );
}
