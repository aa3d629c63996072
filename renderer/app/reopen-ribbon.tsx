import { LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { lockNow } from './lock-now.ts';
import { Ribbon } from './ribbon.tsx';
import { words } from './words.ts';

/** On every screen while nothing more is kept, since the vault has to be opened again first. */
export function ReopenRibbon(): ReactNode {
  const say = useWords(words);
  const lock = <Button onPress={lockNow}>{say.places.lock}</Button>;
  return <Ribbon icon={LockKeyhole} title={say.reopen} text={say.reopenText} action={lock} />;
}
