import { useState } from 'react';

import { useWords } from '../language/use-words.ts';
import { NoAnswer } from './checker.ts';
import { words } from './words.ts';

export interface Refusal {
  /** Why the last attempt came to nothing, in plain words. */
  readonly refusal: string | undefined;
  readonly attempt: (act: () => Promise<void>) => Promise<void>;
  readonly forget: () => void;
}

/** For what a reader brings and the page may refuse; `wrong` is said of what was read and is not what it should be. */
export function useRefusal(wrong: string): Refusal {
  const say = useWords(words);
  const [refusal, setRefusal] = useState<string>();
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
      setRefusal(undefined);
    } catch (thrown) {
      if (thrown instanceof DOMException) setRefusal(say.trust.unreadable);
      else if (thrown instanceof NoAnswer) setRefusal(thrown.code === 'worker' ? say.noWorker : wrong);
      else throw thrown;
    }
  };
  return { refusal, attempt, forget: () => setRefusal(undefined) };
}

/** The text of a small file. Throws `NoAnswer` for one of more than `longest` bytes, and a DOMException if it cannot be read. */
export async function readSmall(file: File, longest: number): Promise<string> {
  if (file.size > longest) throw new NoAnswer('input.too-large', '');
  return file.text();
}
