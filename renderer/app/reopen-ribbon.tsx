import { LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { stroke } from '../ui/icon.ts';
import { lockNow } from './lock-now.ts';
import { words } from './words.ts';

/** On every screen while nothing more is kept, since the vault has to be opened again first. */
export function ReopenRibbon(): ReactNode {
  const say = useWords(words);
  return (
    <aside className="ribbon" aria-label={say.reopen}>
      <span className="ribbon-word">
        <LockKeyhole strokeWidth={stroke} aria-hidden="true" />
        {say.reopen}
      </span>
      <span className="ribbon-text">{say.reopenText}</span>
      <Button onPress={lockNow}>{say.places.lock}</Button>
    </aside>
  );
}
