import { useState, type ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { CallError } from '../../app/call-error.ts';
import { shell } from '../../app/shell.ts';
import { chooseFiles } from '../../app/shell.ts';
import { dismissTask, runTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from './words.ts';

export interface SaveCopyState {
  readonly busy: boolean;
  readonly error: CallError | undefined;
  /** The file that was written. */
  readonly saved: { readonly name: string; readonly file: string } | undefined;
  readonly run: (version?: number) => void;
}

/** Saves the bytes of an item where the learner chooses; how far it is shows in the app's frame. */
export function useSaveCopy(item: Pick<ShownItem, 'id' | 'name'>): SaveCopyState {
  const action = useAction();
  const [saved, setSaved] = useState<SaveCopyState['saved']>();
  const run = (version?: number): void =>
    action.run(async () => {
      setSaved(undefined);
      const [grant] = await chooseFiles('save-copy', item.name.slice(0, 200));
      if (grant === undefined) return;
      const task = await runTask('items.saveCopy', {
        item: item.id,
        to: grant.id,
        ...(version === undefined ? {} : { version }),
      });
      await dismissTask(task.id).catch(() => undefined);
      if (task.state === 'done') setSaved({ name: grant.label, file: grant.id });
      else throw new CallError(task.error ?? { code: 'internal.cancelled', details: {} });
    });
  return { busy: action.busy, error: action.error, saved, run };
}

/** How saving ended. */
export function SaveCopy({ save }: { readonly save: SaveCopyState }): ReactNode {
  const say = useWords(words);
  const { saved, error } = save;
  if (error !== undefined) return <ErrorNote error={error} onRetry={() => save.run()} />;
  if (saved === undefined) return null;
  return (
    <Notice
      live
      tone="safe"
      title={fill(say.saved, { name: saved.name })}
      action={
        <Button
          onPress={() => void shell.call('shell.showFile', { file: saved.file }).catch(() => undefined)}
        >
          {say.showFile}
        </Button>
      }
    />
  );
}
