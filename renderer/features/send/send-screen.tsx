import { FileSearch } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { useRoute, navigate } from '../../app/router.ts';
import { cancelTask, useLatestTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { choiceOf, choosingFrom, type Choosing } from './export-choice.ts';
import { ExportEnd } from './export-end.tsx';
import { StepBar, steps, type Step } from './step-bar.tsx';
import { StepMake } from './step-make.tsx';
import { StepReaders } from './step-readers.tsx';
import { StepSelf } from './step-self.tsx';
import { StepWhat } from './step-what.tsx';
import { words } from './words.ts';
import './send.css';

/** Makes a bundle in a few steps: what to send, how much of oneself to show, who can open it, and a last look at all that. */
export function SendScreen(): ReactNode {
  const say = useWords(words);
  const { query } = useRoute();
  const [choosing, setChoosing] = useState(() => choosingFrom(query));
  const [step, setStep] = useState<Step>('what');
  const task = useLatestTask('export');
  const { busy, run } = useAction();
  return (
    <Page
      title={say.title}
      lead={say.lead}
      actions={
        <Button icon={FileSearch} onPress={() => navigate('/verify')}>
          {say.verifyLink}
        </Button>
      }
    >
      {task?.state === 'running' ? (
        <Card>
          <Progress
            label={say.making}
            name={task.progress?.name}
            done={task.progress?.done ?? 0}
            total={task.progress?.total}
            onCancel={() => {
              if (!busy) run(() => cancelTask(task.id));
            }}
          />
        </Card>
      ) : (
        task !== undefined && (
          <ExportEnd key={task.id} task={task} choosing={choosing} onAnother={() => setStep('what')} />
        )
      )}
      {(task === undefined || (task.state !== 'running' && task.state !== 'done')) && (
        <Steps step={step} onStep={setStep} choosing={choosing} onChange={setChoosing} />
      )}
    </Page>
  );
}

interface StepsProps {
  readonly step: Step;
  readonly onStep: (step: Step) => void;
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
}

function Steps({ step, onStep, choosing, onChange }: StepsProps): ReactNode {
  const say = useWords(words);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    // A step that was gone to begins at its heading, for the eye and for a screen reader.
    if (shown.current !== step) heading.current?.focus();
    shown.current = step;
  }, [step]);
  const onNext = (): void => onStep(steps[steps.indexOf(step) + 1] ?? step);
  const props = { choosing, onChange, onNext };
  return (
    <>
      <StepBar step={step} mayGoOn={choiceOf(choosing) !== undefined} onStep={onStep} />
      <h2 className="send-step-title" data-step={step} ref={heading} tabIndex={-1}>
        {say.steps.title[step]}
      </h2>
      {step === 'what' && <StepWhat {...props} />}
      {step === 'self' && <StepSelf {...props} />}
      {step === 'readers' && <StepReaders {...props} />}
      {step === 'make' && <StepMake {...props} />}
    </>
  );
}
