import type { ReactNode } from 'react';

import { useWords } from '../../language/use-words.ts';
import { Page } from '../../ui/page.tsx';
import { words } from './words.ts';

/** The page around every step of an import. */
export function Frame({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}): ReactNode {
  const { one } = useWords(words);
  return (
    <Page narrow title={title} lead={lead} back={{ to: '/sources', label: one.back }}>
      {children}
    </Page>
  );
}
