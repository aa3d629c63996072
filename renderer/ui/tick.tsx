import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import { words } from './words.ts';
import './marks.css';

export interface TickProps {
  readonly has: boolean;
  /** What is there or not, said with the answer to a screen reader. */
  readonly label: string;
}

/** A tick on a pale ground, or a dashed ring for 'not there'. */
export function Tick({ has, label }: TickProps): ReactNode {
  const say = useWords(words);
  return (
    <span className={has ? 'tick tick-has' : 'tick'}>
      {has && <Check strokeWidth={2.25} aria-hidden="true" />}
      <VisuallyHidden>
        {label}: {has ? say.has : say.hasNot}
      </VisuallyHidden>
    </span>
  );
}
