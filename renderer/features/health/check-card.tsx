import { HeartPulse } from 'lucide-react';
import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { cancelTask, dismissEnded, startTask, useLatestTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { CheckResult } from './check-result.tsx';
import { stageOf } from './check-stage.ts';
import { words } from './words.ts';

/**
 * The last check and its outcome, a check under way, and the two ways to check.
 * @param isMain nothing on this screen matters more
 */
export function CheckCard({ isMain }: { readonly isMain: boolean }): ReactNode {
  const say = useWords(words);
  const task = useLatestTask('check');
  const { busy, error, run } = useAction();
  const running = task?.state === 'running';
  const check = (full: boolean): void =>
    run(() => startTask('check.run', { full }).then(() => dismissEnded('repair')));
  return (
    <>
      <Card title={say.check.title}>
        <LastCheck />
        {running && <Running task={task} />}
        <div className="health-ways">
          <div>
            <Button
              variant={isMain ? 'primary' : 'quiet'}
              icon={HeartPulse}
              isDisabled={running || busy}
              onPress={() => check(false)}
            >
              {say.check.fast}
            </Button>
            <p className="health-soft">{say.check.fastHelp}</p>
          </div>
          <div>
            <Button isDisabled={running || busy} onPress={() => check(true)}>
              {say.check.full}
            </Button>
            <p className="health-soft">{say.check.fullHelp}</p>
          </div>
        </div>
        {error !== undefined && <ErrorNote error={error} />}
      </Card>
      {task?.state === 'cancelled' && <Notice live tone="info" title={say.check.stopped} />}
      {task?.state === 'failed' && task.error !== undefined && (
        <ErrorNote title={say.check.failed} error={task.error} />
      )}
      {task?.state === 'done' && task.result !== undefined && <CheckResult result={task.result} />}
    </>
  );
}

function LastCheck(): ReactNode {
  const say = useWords(words);
  const status = useEngine('vault.status', {}, { keep: true });
  if (status.state === 'error') return <ErrorNote error={status.error} onRetry={status.reload} />;
  if (status.state === 'loading') return null;
  const { lastCheck } = status.value;
  const outcome = lastCheck === undefined ? 'never' : lastCheck.ok ? 'ok' : 'bad';
  const level = { never: 'none', ok: 'safe', bad: 'risk' } as const;
  const { word, text } = say.check[outcome];
  const [before = '', after = ''] = say.check.last.split('{date}');
  return (
    <div className="health-last">
      <StateMark level={level[outcome]} word={word} />
      <p>
        {text}
        {lastCheck !== undefined && (
          <span className="health-soft">
            {' '}
            {before}
            <DateText at={lastCheck.at} />
            {after}.
          </span>
        )}
      </p>
    </div>
  );
}

type CheckTask = NonNullable<ReturnType<typeof useLatestTask<'check'>>>;

function Running({ task }: { readonly task: CheckTask }): ReactNode {
  const say = useWords(words);
  const { busy, run } = useAction();
  const { progress } = task;
  const stage = progress === undefined ? undefined : stageOf(progress);
  const named =
    stage === undefined ? undefined : stage.stage === 'other' ? progress?.name : say.stage[stage.stage];
  const rate = stage?.rate === undefined ? '' : `, ${fill(say.check.rate, { rate: stage.rate })}`;
  return (
    <Progress
      label={stage?.stage === 'contents' ? say.check.runningFull : say.check.running}
      name={named === undefined ? undefined : `${named}${rate}`}
      done={progress?.done ?? 0}
      total={progress?.total}
      counts={stage?.counts}
      onCancel={() => {
        if (!busy) run(() => cancelTask(task.id));
      }}
    />
  );
}
