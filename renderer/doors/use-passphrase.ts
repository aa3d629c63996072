import { useState } from 'react';

import type { CallError } from '../app/call-error.ts';
import { useWords } from '../language/use-words.ts';
import { words } from './words.ts';

/** The passphrase of a vault while it is being typed. */
export interface TypedPassphrase {
  readonly passphrase: string;
  readonly error: string | undefined;
  readonly type: (passphrase: string) => void;
  /** Says so if there is none yet; true if there is one. */
  readonly check: () => boolean;
  /** Says that it was the wrong one; false if a refusal was about something else. */
  readonly refuse: (error: CallError) => boolean;
}

/** @param sentences said in place of the usual ones */
export function usePassphrase(sentences?: {
  readonly empty: string;
  readonly wrong: string;
}): TypedPassphrase {
  const say = useWords(words);
  const [passphrase, setPassphrase] = useState('');
  const [error, setError] = useState<string>();
  return {
    passphrase,
    error,
    type: (typed) => {
      setPassphrase(typed);
      setError(undefined);
    },
    check: () => {
      if (passphrase !== '') return true;
      setError(sentences?.empty ?? say.passphraseEmpty);
      return false;
    },
    refuse: ({ code }) => {
      if (code !== 'access.wrong-passphrase' && code !== 'input.passphrase-missing') return false;
      setError(sentences?.wrong ?? say.wrongPassphrase);
      return true;
    },
  };
}
