import { PackageCheck } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { TaskResult } from '../../../src/contract/tasks.ts';
import { navigate } from '../../app/router.ts';
import { startTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { FoundCard } from './found-card.tsx';
import { Frame } from './import-frame.tsx';
import { importWords } from './import-words.ts';
import { RefusedImports } from './refused-imports.tsx';
import type { TableChoices } from './table-choices.ts';

type Found = TaskResult<'preview-import'>;
/** What the learner changed about tables, by file. */
type ChoicesByFile = Readonly<Record<string, TableChoices>>;

/** What would be taken in, with nothing taken yet; for a table, what its columns mean; and one button that takes it. */
export function ImportFound({ result }: { readonly result: Found }): ReactNode {
  const say = useWords(importWords);
  const [changed, setChanged] = useState<ChoicesByFile>({});
  const { busy, error, run } = useAction();
  const { previews, refused } = result;
  const hasNew = previews.some((preview) => preview.captured + preview.changed + preview.gone > 0);
  const lookAgain = Object.keys(changed).length > 0;
  const files = previews.map(({ file, choices }) => {
    const chosen = changed[file] ?? choices;
    return chosen === undefined ? { file } : { file, choices: chosen };
  });
  const again = (): void =>
    run(async () => {
      const task = await startTask('import.preview', { files });
      navigate(`/sources/import?task=${task}`, { replace: true });
    });
  const take = (): void =>
    run(async () => {
      const task = await startTask('import.take', { files });
      navigate(`/sources/import?task=${task}`, { replace: true });
    });
  return (
    <Frame
      title={previews.length === 0 ? say.nothingTitle : say.title}
      {...(previews.length === 0 ? {} : { lead: say.lead })}
    >
      <RefusedImports refused={refused} />
      {previews.map((preview) => (
        <FoundCard
          key={preview.file}
          preview={preview}
          changed={changed[preview.file]}
          onChange={(choices) => setChanged((before) => ({ ...before, [preview.file]: choices }))}
        />
      ))}
      {error !== undefined && <ErrorNote error={error} />}
      {lookAgain && <p className="sources-text">{say.table.changed}</p>}
      <div className="sources-buttons">
        {lookAgain ? (
          <Button variant="primary" busy={busy} onPress={again}>
            {say.table.again}
          </Button>
        ) : (
          hasNew && (
            <Button variant="primary" icon={PackageCheck} busy={busy} onPress={take}>
              {say.take}
            </Button>
          )
        )}
        <Button isDisabled={busy} onPress={() => navigate('/sources')}>
          {hasNew ? say.leave : say.done}
        </Button>
      </div>
    </Frame>
  );
}
