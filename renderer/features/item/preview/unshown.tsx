import { EyeOff, FileX2, Lock } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../../../language/use-words.ts';
import { Empty } from '../../../ui/empty.tsx';
import { words } from '../words.ts';

/** Why something cannot be shown here, and what to do instead. */
export function Unshown({
  why,
}: {
  readonly why: 'none' | 'broken' | 'empty' | 'password' | 'slow';
}): ReactNode {
  const say = useWords(words);
  switch (why) {
    case 'none':
      return <Empty icon={EyeOff} title={say.previewNone} text={say.previewNoneText} />;
    case 'broken':
      return <Empty icon={FileX2} title={say.previewBroken} text={say.previewBrokenText} />;
    case 'empty':
      return <Empty icon={EyeOff} title={say.previewEmpty} text={say.previewEmptyText} />;
    case 'password':
      return <Empty icon={Lock} title={say.pdf.password} text={say.pdf.passwordText} />;
    case 'slow':
      return <Empty icon={EyeOff} title={say.pdf.slow} text={say.pdf.slowText} />;
  }
}
