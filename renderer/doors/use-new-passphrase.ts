import { useState } from 'react';

import { fill } from '../language/fill.ts';
import { useLanguage } from '../language/language.ts';
import { useWords } from '../language/use-words.ts';
import { sayGuessingTime } from './guessing-time.ts';
import { isTooShort, judgePassphrase } from './judge-passphrase.ts';
import { words } from './words.ts';

/** A new passphrase while it is being typed. */
export interface NewPassphrase {
  readonly passphrase: string;
  readonly again: string;
  readonly passphraseError: string | undefined;
  readonly againError: string | undefined;
  readonly type: (passphrase: string) => void;
  readonly typeAgain: (again: string) => void;
  /** Says what does not fit; true if it may be used. A weak one may be used at the second asking, since the learner then knows. */
  readonly check: () => Promise<boolean>;
}

export function useNewPassphrase(): NewPassphrase {
  const say = useWords(words).newPassphrase;
  const language = useLanguage();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [passphraseError, setPassphraseError] = useState<string>();
  const [againError, setAgainError] = useState<string>();
  /** The weak one that was already warned of. */
  const [warned, setWarned] = useState('');

  const check = async (): Promise<boolean> => {
    setPassphraseError(undefined);
    setAgainError(undefined);
    if (isTooShort(passphrase)) {
      setPassphraseError(say.tooShort);
      return false;
    }
    if (passphrase !== again) {
      setAgainError(say.different);
      return false;
    }
    if (warned === passphrase) return true;
    // Without the judge nothing can be said against it.
    const judgement = await judgePassphrase(passphrase).catch(() => undefined);
    if (judgement?.strength !== 'easy') return true;
    setWarned(passphrase);
    setPassphraseError(fill(say.weak, { time: sayGuessingTime(judgement.seconds, language) }));
    return false;
  };

  return {
    passphrase,
    again,
    passphraseError,
    againError,
    type: (typed) => {
      setPassphrase(typed);
      setPassphraseError(undefined);
    },
    typeAgain: (typed) => {
      setAgain(typed);
      setAgainError(undefined);
    },
    check,
  };
}
