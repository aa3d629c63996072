import { useEffect, useState, type ReactNode } from 'react';

import { sayDate, sayExactly } from '../language/date-words.ts';
import { useLanguage } from '../language/language.ts';

/** A moment as a person says it; the exact time on hover. It keeps up with the clock. */
export function DateText({ at }: { readonly at: string }): ReactNode {
  const language = useLanguage();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={sayExactly(at, language)}>
      {sayDate(at, now, language)}
    </time>
  );
}
