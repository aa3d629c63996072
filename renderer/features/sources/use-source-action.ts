import { engine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { shell } from '../../app/shell.ts';
import { startTask } from '../../app/tasks.ts';
import { toast } from '../../app/toasts.ts';
import { asCallError } from '../../app/call-error.ts';
import { useAction } from '../../app/use-action.ts';
import { bringChosenFiles } from './bring-chosen-files.ts';
import type { Source, SourceAction } from './source-state.ts';

/** Does the one thing to do about a source, or leads to where it is done. */
export function useSourceAction(source: Pick<Source, 'id' | 'type'>): {
  readonly act: (action: SourceAction) => void;
  readonly busy: boolean;
} {
  const { busy, run } = useAction();
  const act = (action: SourceAction): void =>
    run(async () => {
      try {
        await perform(action, source);
      } catch (thrown) {
        toast({ tone: 'risk', text: asCallError(thrown).message });
      }
    });
  return { act, busy };
}

async function perform(action: SourceAction, { id }: Pick<Source, 'id'>): Promise<void> {
  switch (action) {
    case 'sign-in':
    case 'look':
    case 'accept':
      navigate(`/sources/${id}`);
      return;
    case 'retry':
    case 'sync':
      await startTask('sources.sync', { source: id });
      return;
    case 'resume':
      await engine.call('sources.pause', { source: id, paused: false });
      return;
    case 'open':
      await shell.call('portal.open', { source: id });
      return;
    case 'add-files':
      await bringChosenFiles();
  }
}
