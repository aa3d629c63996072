import { ShieldAlert, ShieldCheck, ShieldX, CircleDashed } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { stroke } from './icon.ts';
import { words } from './words.ts';
import './marks.css';

const icons = { safe: ShieldCheck, attention: ShieldAlert, risk: ShieldX, none: CircleDashed } as const;
export type Level = keyof typeof icons;

export interface StateMarkProps {
  readonly level: Level;
  /** The level's own word if left out: Safe, Needs attention, At risk. */
  readonly word?: string | undefined;
}

/** A state by shape, colour and word together. */
export function StateMark({ level, word }: StateMarkProps): ReactNode {
  const say = useWords(words);
  const Icon = icons[level];
  return (
    <span className={`state-mark tone-${level}`}>
      <Icon strokeWidth={stroke} aria-hidden="true" />
      <span>{word ?? say.level[level]}</span>
    </span>
  );
}
