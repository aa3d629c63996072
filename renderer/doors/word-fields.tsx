import { useId, useRef } from 'react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { TextField } from '../ui/text-field.tsx';
import { placeWords, recoveryWordCount } from './recovery-words.ts';
import type { RecoveryWords } from './use-recovery-words.ts';
import { words } from './words.ts';
import './word-fields.css';

/** The twelve words of a recovery key, one field each; a blank leads on to the next. */
export function WordFields({ recovery }: { readonly recovery: RecoveryWords }) {
  const say = useWords(words).wordFields;
  const list = useRef<HTMLOListElement>(null);
  const id = useId();

  const type = (at: number, typed: string): void => {
    const next = placeWords(recovery.fields, at, typed);
    recovery.type(next);
    if (!/\S\s/u.test(typed)) return;
    const empty = next.indexOf('', at);
    list.current?.querySelectorAll('input')[empty === -1 ? recoveryWordCount - 1 : empty]?.focus();
  };

  return (
    <div role="group" aria-labelledby={`${id}-label`} aria-describedby={`${id}-help`} className="word-fields">
      <p id={`${id}-label`} className="word-fields-label">
        {say.label}
      </p>
      <p id={`${id}-help`} className="word-fields-help">
        {say.help}
      </p>
      <ol ref={list} className="word-fields-list">
        {recovery.fields.map((word, at) => (
          <li key={at}>
            <TextField
              label={fill(say.word, { number: at + 1 })}
              error={recovery.errors.get(at)}
              value={word}
              onChange={(typed) => type(at, typed)}
            />
          </li>
        ))}
      </ol>
      {recovery.whole !== undefined && (
        <p role="alert" className="word-fields-error">
          {recovery.whole}
        </p>
      )}
    </div>
  );
}
