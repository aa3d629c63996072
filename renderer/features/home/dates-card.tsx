import type { ReactNode } from 'react';

import type { DatesState } from '../../../src/contract/methods/date-methods.ts';
import { DatesButtons, DatesFacts, useDatesAnswer } from '../../app/dates-question.tsx';
import { words } from '../../app/dates-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';

/** The question whether others may date what is kept, until it is answered. */
export function DatesCard({
  dates,
  primary,
}: {
  readonly dates: DatesState;
  /** Nothing else on the screen is more urgent. */
  readonly primary: boolean;
}): ReactNode {
  const say = useWords(words);
  const answering = useDatesAnswer(() => {
    // The card goes away, and with it the button that was pressed.
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  });
  return (
    <Card title={say.title}>
      <DatesFacts authorities={dates.authorities} />
      <div className="dates-buttons">
        <DatesButtons answering={answering} primary={primary} />
      </div>
      <p className="dates-change">{say.change}</p>
      {answering.error !== undefined && <ErrorNote error={answering.error} />}
    </Card>
  );
}
