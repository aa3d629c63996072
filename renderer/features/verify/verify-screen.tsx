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
import { CheckAgain, Unlock } from './check-again.tsx';
import { ChooseBundle } from './choose-bundle.tsx';
import { SaveReport } from './save-report.tsx';
import { noOptions, requestOf, type VerifyOptions } from './verify-options.ts';
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
      run(() => startTask('bundle.verify', requestOf(file, chosen)));
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
  const again = { busy, options, onOptions: setOptions };
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
      {task?.state === 'done' && report !== undefined && (
        <>
          {isLocked(report.report) && <Unlock {...again} onCheck={() => verify(report.file, options)} />}
          <ReportView
            report={report.report}
            name={report.name}
            afterAnswers={
              mayLearnMore(report.report) && (
                <CheckAgain {...again} onCheck={() => verify(report.file, options)} />
              )
            }
          />
          <SaveReport task={task.id} />
        </>
      )}
      {report === undefined && task?.state !== 'running' && (
        <ChooseBundle options={options} onOptions={setOptions} onChosen={take} />
      )}
    </Page>
  );
}

type Report = Parameters<typeof ReportView>[0]['report'];

/** Nothing of it could be opened for want of a key. */
function isLocked({ bundle, encrypted, verdict }: Report): boolean {
  return bundle === null && encrypted === true && verdict === 'incomplete';
}

/** It could be read, and something of it waits for what only the reader can know. */
function mayLearnMore({ bundle, checks }: Report): boolean {
  return bundle !== null && checks.some(({ result }) => result === 'not-checked');
}

type Shown = Parameters<typeof ErrorNote>[0]['error'];

/** What cannot be judged at all; a key or a file of the reader's that is none is said in words of its own. */
function VerifyError({ error }: { readonly error: Shown }): ReactNode {
  const say = useWords(words);
  return <ErrorNote error={error} title={titleOf(error, say)} />;
}

function titleOf({ code, details }: Shown, say: ReturnType<typeof useWords<typeof words.en>>): string {
  if (code === 'input.usage') return say.keyWrong;
  if (code === 'input.policy-invalid' || code === 'input.json-invalid') return say.policyWrong;
  if (code === 'format.unknown' && details.what === 'age-identity') return say.keyFileWrong;
  return say.failed;
}
