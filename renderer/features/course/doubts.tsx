import type { ReactNode } from 'react';

import { useWords } from '../../language/use-words.ts';
import { Notice } from '../../ui/notice.tsx';
import type { Warnings } from './stated-form.tsx';
import { words } from './words.ts';

/** What looks odd in what was saved: said gently, and it is saved all the same. */
export function Doubts({ warnings }: { readonly warnings: Warnings }): ReactNode {
  const say = useWords(words);
  if (warnings.length === 0) return null;
  return (
    <Notice
      live
      tone="attention"
      title={say.check}
      text={
        <ul className="course-doubts">
          {warnings.map(({ field, sentence }) => (
            <li key={`${field} ${sentence}`}>{sentence}</li>
          ))}
        </ul>
      }
    />
  );
}
