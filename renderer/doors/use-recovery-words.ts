import { useState } from 'react';

import type { CallError } from '../app/call-error.ts';
import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { recoveryWordCount, splitWords } from './recovery-words.ts';
import { words } from './words.ts';

/** The twelve words while they are being typed. */
export interface RecoveryWords {
  readonly fields: readonly string[];
  readonly errors: ReadonlyMap<number, string>;
  /** What is wrong with the words as a whole. */
  readonly whole: string | undefined;
  /** As the engine takes them. */
  readonly phrase: string;
  readonly type: (fields: readonly string[]) => void;
  /** Marks the first field that is still empty; true if there is none. */
  readonly check: () => boolean;
  /** Marks what the engine found wrong; false if its refusal is not about the words. */
  readonly refuse: (error: CallError) => boolean;
}

export function useRecoveryWords(): RecoveryWords {
  const say = useWords(words).wordFields;
  const [fields, setFields] = useState<readonly string[]>(() => Array<string>(recoveryWordCount).fill(''));
  const [errors, setErrors] = useState<ReadonlyMap<number, string>>(new Map());
  const [whole, setWhole] = useState<string>();

  const mark = (places: readonly number[], sentence: (place: number) => string): void =>
    setErrors(new Map(places.map((place) => [place, sentence(place)])));

  return {
    fields,
    errors,
    whole,
    phrase: fields.join(' '),
    type: (typed) => {
      const kept = new Map([...errors].filter(([place]) => typed[place] === fields[place]));
      setFields(typed);
      setErrors(kept);
      setWhole(undefined);
    },
    check: () => {
      const odd = fields.findIndex((word) => splitWords(word).length !== 1);
      // One at a time: twelve red fields would look like blame.
      mark(odd === -1 ? [] : [odd], (place) => fill(say.empty, { number: place + 1 }));
      setWhole(undefined);
      return odd === -1;
    },
    refuse: ({ code, details }) => {
      if (code === 'access.wrong-recovery-key') {
        setWhole(say.wrongKey);
        return true;
      }
      if (code !== 'input.recovery-key-typo') return false;
      const { problem, word } = details;
      if (problem === 'word' && typeof word === 'number') mark([word - 1], () => say.unknown);
      else setWhole(say.checksum);
      return true;
    },
  };
}
