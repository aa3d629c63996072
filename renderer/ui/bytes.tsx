import type { ReactNode } from 'react';

import { useLanguage } from '../language/language.ts';
import { saySize } from '../language/size-words.ts';

/** A size as file managers say it; the exact number on hover. */
export function Bytes({ size }: { readonly size: number }): ReactNode {
  const language = useLanguage();
  return <span title={size.toLocaleString('en-GB')}>{saySize(size, language)}</span>;
}
