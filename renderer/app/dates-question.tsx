import type { ReactNode } from 'react';

import type { DatesState } from '../../src/contract/methods/date-methods.ts';
import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { words } from './dates-words.ts';
import './dates-question.css';
import { engine } from './engine.ts';
import { toast } from './toasts.ts';
import { useAction, type Action } from './use-action.ts';

/** What dates from outside are, what is sent to whom, and what is not: all that the learner has to know to say yes or no. */
export function DatesFacts({ authorities }: Pick<DatesState, 'authorities'>): ReactNode {
  const say = useWords(words);
  const names = authorities.filter(({ listed }) => listed).map(({ name }) => name);
  return (
    <>
      <p>{say.why}</p>
      <dl className="dates-facts">
        <dt>{say.facts.sent}</dt>
        <dd>{say.facts.sentText}</dd>
        <dt>{say.facts.never}</dt>
        <dd>{say.facts.neverText}</dd>
        <dt>{say.facts.who}</dt>
        <dd>{names.length === 0 ? say.nobody : names.join(', ')}</dd>
        <dt>{say.facts.when}</dt>
        <dd>{say.facts.whenText}</dd>
      </dl>
    </>
  );
}

export interface Answering extends Action {
  readonly answer: (consent: 'on' | 'off') => void;
}

/** Gives the learner's answer, and says what follows from it. */
export function useDatesAnswer(onAnswered?: () => void): Answering {
  const say = useWords(words);
  const action = useAction();
  return {
    ...action,
    answer: (consent) =>
      action.run(async () => {
        await engine.call('dates.answer', { consent });
        onAnswered?.();
        toast(consent === 'on' ? { tone: 'safe', text: say.saidYes } : { tone: 'info', text: say.saidNo });
      }),
  };
}

export function DatesButtons({
  answering,
  primary,
}: {
  readonly answering: Answering;
  readonly primary: boolean;
}): ReactNode {
  const say = useWords(words);
  return (
    <>
      <Button
        variant={primary ? 'primary' : 'quiet'}
        busy={answering.busy}
        onPress={() => answering.answer('on')}
      >
        {say.yes}
      </Button>
      <Button isDisabled={answering.busy} onPress={() => answering.answer('off')}>
        {say.no}
      </Button>
    </>
  );
}
