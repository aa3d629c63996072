import type { ReactNode } from 'react';

import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { actionFor } from './act-on.ts';
import type { Urgent } from './standing.ts';
import { words } from './words.ts';

/** The most urgent thing, with the one thing to do. */
export function UrgentNotice({ urgent }: { readonly urgent: Urgent }): ReactNode {
  const say = useWords(words);
  const reason = say.reason[urgent.reason];
  const act = actionFor(urgent);
  return (
    <Notice
      tone={urgent.level}
      title={fill(say.urgent.about, { title: urgent.title, reason: reason.says })}
      text={reason.text}
      action={
        <Button variant="primary" onPress={act}>
          {reason.act}
        </Button>
      }
    />
  );
}
