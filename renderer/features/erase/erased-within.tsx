import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { words } from './erase-words.ts';
import './erase.css';

/** That something was erased which belonged to an assignment or attempt; nothing where nothing was. */
export function ErasedWithin({ id }: { readonly id: string }): ReactNode {
  const say = useWords(words).within;
  const language = useLanguage();
  const asked = useEngine('erase.list', {}, { keep: true });
  if (asked.state !== 'ready') return null;
  const here = asked.value.erased.filter(({ within }) => within.includes(id));
  const [latest] = here;
  if (latest === undefined) return null;
  const count = here.reduce((sum, { items }) => sum + items.length, 0);
  const when = sayDate(latest.at, new Date(), language);
  return <p className="erase-soft">{fill(count === 1 ? say.one : say.many, { count, when })}</p>;
}
