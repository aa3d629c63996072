import { FileSearch, Printer } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';

import { useAppState } from '../../app/app-state.ts';
import { useDropTaker } from '../../app/drop.ts';
import { useRoute } from '../../app/router.ts';
import { cancelTask, dismissEnded, startTask, useLatestTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import type { Grant } from '../../../src/contract/shell-contract.ts';
import { useWords } from '../../language/use-words.ts';
import { ReportView } from '../../report/report-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { CheckWithKey } from './check-with-key.tsx';
import { ChooseBundle, noOptions, type VerifyOptions } from './choose-bundle.tsx';
import { words } from './words.ts';
import './verify.css';

/** Looks whether a bundle is what it says, and shows the verifier's report as an awarding organisation sees it. Needs no vault. */
export function VerifyScreen(): ReactNode {
  const say = useWords(words);
  const { query } = useRoute();
  const { engine } = useAppState();
  const task = useLatestTask('verify');
  const [options, setOptions] = useState<VerifyOptions>(noOptions);
  const [note, setNote] = useState<string>();
  const { busy, error, run } = useAction();

  const verify = useCallback(
    (file: string, chosen: VerifyOptions): void => {
      const key = chosen.key.trim();
      run(() =>
        startTask('bundle.verify', {
          file,
          ...(key === '' ? {} : { expectKey: key }),
          ...(chosen.full ? { full: true } : {}),
        }),
      );
    },
    [run],
  );
  const take = useCallback(
    (files: readonly Grant[]): void => {
      const [first, second] = files;
      if (first === undefined) return;
      setNote(second === undefined ? undefined : say.onlyOne);
      verify(first.id, options);
    },
    [verify, options, say],
  );
  useDropTaker(say.dropSays, take);

  const asked = query.get('file') ?? undefined;
  const begun = useRef<string>(undefined);
  useEffect(() => {
    if (asked === undefined || begun.current === asked) return;
    begun.current = asked;
    verify(asked, noOptions);
  }, [asked, verify]);

  const report = task?.state === 'done' ? task.result : undefined;
  const back = engine === 'open' ? { to: '/send', label: say.back } : { to: '/', label: say.back };
  return (
    <Page
      title={say.title}
      lead={report === undefined ? say.lead : undefined}
      back={back}
      actions={
        report !== undefined && (
          <>
            <Button icon={Printer} onPress={() => window.print()}>
              {say.print}
            </Button>
            <Button icon={FileSearch} onPress={() => run(() => dismissEnded('verify'))}>
              {say.another}
            </Button>
          </>
        )
      }
    >
      {error !== undefined && <VerifyError error={error} />}
      {note !== undefined && <Notice tone="info" title={note} />}
      {task?.state === 'running' && (
        <Card>
          <Progress
            label={say.checking}
            done={task.progress?.done ?? 0}
            total={task.progress?.total}
            counts="bytes"
            onCancel={() => run(() => cancelTask(task.id))}
          />
        </Card>
      )}
      {task?.state === 'cancelled' && <Notice live tone="info" title={say.stopped} />}
      {task?.state === 'failed' && task.error !== undefined && <VerifyError error={task.error} />}
      {report !== undefined && (
        <ReportView
          report={report.report}
          name={report.name}
          afterAnswers={
            mayTryKey(report.report) && (
              <CheckWithKey busy={busy} onCheck={(key) => verify(report.file, { ...options, key })} />
            )
          }
        />
      )}
      {report === undefined && task?.state !== 'running' && (
        <ChooseBundle options={options} onOptions={setOptions} onChosen={take} />
      )}
    </Page>
  );
}

/** Whose vault it is can still be found out: it could be read, and the right key was not given yet. */
function mayTryKey({ bundle, checks }: Parameters<typeof ReportView>[0]['report']): boolean {
  return bundle !== null && checks.some(({ id, result }) => id === 'identity' && result !== 'pass');
}

type Shown = Parameters<typeof ErrorNote>[0]['error'];

/** What cannot be judged at all; a key that is none is said in words of its own. */
function VerifyError({ error }: { readonly error: Shown }): ReactNode {
  const say = useWords(words);
  const wrongKey = error.code === 'input.usage';
  return <ErrorNote error={error} title={wrongKey ? say.keyWrong : say.failed} />;
}
