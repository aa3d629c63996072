import { useEffect, useRef, useState, type ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { DatesButtons, DatesFacts, useDatesAnswer } from './dates-question.tsx';
import { words } from './dates-words.ts';
import { useEngine } from './engine.ts';
import { useRoute } from './router.ts';
import { useTasks } from './tasks.ts';

/**
 * Asks once, right after something was first copied to the end, wherever the learner is then: a line at the foot of the screen that leads to
 * the whole question. Home asks by itself until there is an answer.
 */
export function DatesStrip(): ReactNode {
  const say = useWords(words);
  const here = useRoute().segments[0] ?? '';
  const busy = useTasks().some(({ state }) => state === 'running');
  const asked = useEngine('dates.state', {}, { keep: true });
  const state = asked.state === 'ready' ? asked.value : undefined;
  const justNow = useJustNow(state?.ask);
  const [later, setLater] = useState(false);
  const [reading, setReading] = useState(false);
  const answering = useDatesAnswer(() => setReading(false));
  if (state?.ask !== true || later || !justNow || here === 'home') return null;
  return (
    <>
      {!busy && (
        <section className="task-strip" aria-label={say.strip.label}>
          <div className="task-strip-inner dates-strip">
            <p className="dates-strip-title">{say.strip.title}</p>
            <div className="dates-buttons">
              <Button onPress={() => setReading(true)}>{say.strip.read}</Button>
              <Button variant="plain" onPress={() => setLater(true)}>
                {say.strip.later}
              </Button>
            </div>
          </div>
        </section>
      )}
      <Dialog
        title={say.title}
        isOpen={reading}
        onClose={() => setReading(false)}
        actions={<DatesButtons answering={answering} primary />}
      >
        <DatesFacts authorities={state.authorities} />
        <p>{say.change}</p>
        {answering.error !== undefined && <ErrorNote error={answering.error} />}
      </Dialog>
    </>
  );
}

/** True once the question has come up while this page was open; one that stood open before is Home's. */
function useJustNow(ask: boolean | undefined): boolean {
  const before = useRef<boolean>(undefined);
  const [came, setCame] = useState(false);
  useEffect(() => {
    if (ask === true && before.current === false) setCame(true);
    if (ask !== undefined) before.current = ask;
  }, [ask]);
  return came;
}
