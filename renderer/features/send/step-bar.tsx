import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';

import { useWords } from '../../language/use-words.ts';
import { words } from './words.ts';

export const steps = ['what', 'self', 'readers', 'make'] as const;
export type Step = (typeof steps)[number];

/** The steps on the way to a bundle. Any can be gone to once it is known what to send. */
export function StepBar({
  step,
  mayGoOn,
  onStep,
}: {
  readonly step: Step;
  readonly mayGoOn: boolean;
  readonly onStep: (step: Step) => void;
}): ReactNode {
  const say = useWords(words);
  return (
    <ol className="send-bar" aria-label={say.steps.label}>
      {steps.map((one, place) => (
        <li key={one} className="send-bar-step">
          <AriaButton
            className="send-bar-button"
            isDisabled={!mayGoOn && one !== 'what'}
            {...(one === step ? { 'aria-current': 'step' } : {})}
            onPress={() => onStep(one)}
          >
            <span className="send-bar-number" aria-hidden="true">
              {place + 1}
            </span>
            {say.steps[one]}
          </AriaButton>
        </li>
      ))}
    </ol>
  );
}
