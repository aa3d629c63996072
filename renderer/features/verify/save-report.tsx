import { FileDown } from 'lucide-react';
import type { ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { chooseFiles } from '../../app/shell.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { words } from './words.ts';

/** Saves the report: as a page for people, as JSON for programs. */
export function SaveReport({ task }: { readonly task: string }): ReactNode {
  const { save: say } = useWords(words);
  const { busy, error, run } = useAction();
  const save = (as: 'page' | 'json'): void =>
    run(async () => {
      const chosen =
        as === 'page'
          ? await chooseFiles('save-page', say.pageName)
          : await chooseFiles('save-data', say.dataName);
      const [to] = chosen;
      if (to === undefined) return;
      // If there was such a file, the dialog asked whether it may be replaced.
      await engine.call('report.save', { task, to: to.id, as, replace: true });
      toast({ tone: 'safe', text: say.saved });
    });
  return (
    <div className="verify-save">
      <div className="verify-buttons">
        <Button icon={FileDown} isDisabled={busy} onPress={() => save('page')}>
          {say.page}
        </Button>
        <Button icon={FileDown} isDisabled={busy} onPress={() => save('json')}>
          {say.data}
        </Button>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
    </div>
  );
}
