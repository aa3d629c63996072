import { FileCheck2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { CallError } from '../../app/call-error.ts';
import { chooseFiles, shell } from '../../app/shell.ts';
import { runTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import type { TaskResult } from '../../../src/contract/tasks.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { words } from './words.ts';

/** Saves the page on which those who get the bundle can check it. */
export function SaveVerifier(): ReactNode {
  const say = useWords(words).checker;
  const { busy, error, run } = useAction();
  const [saved, setSaved] = useState<TaskResult<'save-verifier'>>();
  const save = (): void =>
    run(async () => {
      const [to] = await chooseFiles('save-page', say.fileName);
      if (to === undefined) return;
      // If there was such a file, the dialog asked whether it may be replaced.
      const task = await runTask('verifier.save', { to: to.id, replace: true });
      if (task.state === 'failed' && task.error !== undefined) throw new CallError(task.error);
      setSaved(task.result);
    });
  return (
    <div className="send-checker">
      <p>{say.text}</p>
      <div>
        <Button icon={FileCheck2} busy={busy} onPress={save}>
          {say.save}
        </Button>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      {saved !== undefined && (
        <div role="status" className="send-saved">
          <p>{say.saved}</p>
          <p className="send-soft">{say.digest}</p>
          <code>{saved.sha256}</code>
          <div>
            <Button
              variant="plain"
              onPress={() => run(() => shell.call('shell.showFile', { file: saved.file }))}
            >
              {say.show}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
