import { Theater } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { stroke } from '../ui/icon.ts';
import { words } from './words.ts';

/** On every screen of a practice vault. */
export function PracticeRibbon(): ReactNode {
  const say = useWords(words);
  return (
    <aside className="ribbon" aria-label={say.practice}>
      <span className="ribbon-word">
        <Theater strokeWidth={stroke} aria-hidden="true" />
        {say.practice}
      </span>
      <span className="ribbon-text">{say.practiceText}</span>
    </aside>
  );
}
