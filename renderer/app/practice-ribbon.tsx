import { Theater } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Ribbon } from './ribbon.tsx';
import { words } from './words.ts';

/** On every screen of a practice vault. */
export function PracticeRibbon(): ReactNode {
  const say = useWords(words);
  return <Ribbon icon={Theater} title={say.practice} text={say.practiceText} />;
}
