import { useState, type ReactNode } from 'react';

import type { ErasePlan, GoesAlong } from '../../../src/contract/methods/erase-methods.ts';
import { useEngine } from '../../app/engine.ts';
import { cancelTask, startTask, useTasks } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Progress } from '../../ui/progress.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ErasePlanList } from './erase-plan-list.tsx';
import { words } from './erase-words.ts';
import './erase.css';

interface EraseDialogProps {
  readonly item: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/**
 * Warns twice: first it lists what would go and what would not, and asks why; then it asks for a word to be typed. Once it is done, the item's
 * page says so, and this is gone with it.
 */
export function EraseDialog({ item, onClose }: EraseDialogProps): ReactNode {
  const say = useWords(words);
  const [along, setAlong] = useState<readonly GoesAlong[]>([]);
  const [reason, setReason] = useState('');
  const [agreed, setAgreed] = useState<ErasePlan>();
  const plan = useEngine('erase.plan', { item: item.id, along: [...along] }, { keep: true });
  const { busy, error, run } = useAction();
  const [started, setStarted] = useState<string>();
  const task = useTasks().find(({ id }) => id === started);
  const start = (code: string): void =>
    run(async () => {
      setStarted(
        await startTask('erase.start', {
          item: item.id,
          along: [...along],
          reason: reason.trim(),
          confirmed: code,
        }),
      );
    });
  if (task?.state === 'running' || (task?.state === 'done' && task.kind === 'erase'))
    return (
      <Dialog title={fill(say.running, { name: item.name })} isOpen onClose={onClose} role="alertdialog">
        <Progress
          label={say.runningText}
          name={task.progress?.name}
          done={task.progress?.done ?? 0}
          total={task.progress?.total}
          counts="nothing"
          onCancel={() => run(() => cancelTask(task.id))}
        />
      </Dialog>
    );
  const failed = task?.error ?? error;
  if (agreed !== undefined)
    return (
      <Sure
        plan={agreed}
        busy={busy}
        onBack={() => {
          setAgreed(undefined);
          setStarted(undefined);
        }}
        onErase={() => start(agreed.code)}
      >
        {failed !== undefined && <ErrorNote title={say.problem} error={failed} />}
      </Sure>
    );
  return (
    <Dialog
      title={fill(say.title, { name: item.name })}
      isOpen
      onClose={onClose}
      role="alertdialog"
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            {say.cancel}
          </Button>
          <Button
            variant="danger"
            isDisabled={plan.state !== 'ready'}
            busy={plan.state === 'ready' && plan.stale}
            onPress={() => {
              if (plan.state === 'ready') setAgreed(plan.value);
            }}
          >
            {say.goOn}
          </Button>
        </>
      }
    >
      {plan.state === 'loading' && <Loading label={say.looking} />}
      {plan.state === 'error' && <ErrorNote error={plan.error} onRetry={plan.reload} />}
      {plan.state === 'ready' && (
        <div className="erase-plan">
          <p>{say.first}</p>
          <ErasePlanList plan={plan.value} along={along} onAlong={setAlong} />
          <TextField
            label={say.why}
            help={say.whyHelp}
            value={reason}
            onChange={(text) => setReason(text.slice(0, 2000))}
            multiline
          />
        </div>
      )}
    </Dialog>
  );
}

/** The second warning. */
function Sure({
  plan: { items },
  busy,
  onBack,
  onErase,
  children,
}: {
  readonly plan: ErasePlan;
  readonly busy: boolean;
  readonly onBack: () => void;
  readonly onErase: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const say = useWords(words);
  const [typed, setTyped] = useState('');
  const name = items[0]?.name ?? '';
  const isMeant = typed.trim().toLowerCase() === say.typed;
  return (
    <Dialog
      title={say.sure}
      isOpen
      onClose={onBack}
      role="alertdialog"
      actions={
        <>
          <Button onPress={onBack}>{say.back}</Button>
          <Button variant="danger" isDisabled={!isMeant} busy={busy} onPress={onErase}>
            {say.erase}
          </Button>
        </>
      }
    >
      <div className="erase-plan">
        <p>
          {items.length === 1
            ? fill(say.sureOne, { name })
            : fill(say.sureMany, { name, count: items.length - 1 })}
        </p>
        <p>{say.sureText}</p>
        <TextField label={say.type} value={typed} onChange={setTyped} isDisabled={busy} autoFocus />
        {children}
      </div>
    </Dialog>
  );
}
