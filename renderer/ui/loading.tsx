import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { words } from './words.ts';
import './notice.css';

/** Shown after a quarter of a second: what is there sooner needs no word. */
export function Loading({ label }: { readonly label?: string | undefined }): ReactNode {
  const say = useWords(words);
  return (
    <div className="loading" role="status">
      <span className="loading-mark" aria-hidden="true" />
      {label ?? say.loading}
    </div>
  );
}
