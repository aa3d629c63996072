import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import type { Authority } from '../../../src/contract/methods/date-methods.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { words } from './dates-words.ts';

/** How the last try to ask somebody went wrong, and when it is tried again. */
export function TroubleOf({ failure }: { readonly failure: NonNullable<Authority['failure']> }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const now = new Date();
  const { code, at, retryAt } = failure;
  const reason = sentenceOf(code);
  return (
    <p>
      {fill(say.trouble, { when: sayDate(at, now, language), reason })}{' '}
      {retryAt !== undefined &&
        retryAt > now.toISOString() &&
        fill(say.troubleAgain, { when: sayDate(retryAt, now, language) })}
    </p>
  );
}
