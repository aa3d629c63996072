import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';

import { stroke } from '../../ui/icon.ts';

export type AnswerState = 'good' | 'bad' | 'not-checked';

/** The shape of an answer; its words stand beside it. */
export function AnswerMark({ state }: { readonly state: AnswerState }): ReactNode {
  const shape = { strokeWidth: stroke, 'aria-hidden': true } as const;
  switch (state) {
    case 'good':
      return <CircleCheck {...shape} className="tone-safe" />;
    case 'bad':
      return <CircleX {...shape} className="tone-risk" />;
    case 'not-checked':
      return <CircleDashed {...shape} className="tone-none" />;
  }
}
