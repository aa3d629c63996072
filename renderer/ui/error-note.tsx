import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';

import { errorMeanings, type ErrorCode } from '../../src/base/error-codes.ts';
import type { ErrorDetails } from '../../src/base/errors.ts';
import { useWords } from '../language/use-words.ts';
import { Button } from './button.tsx';
import { Details } from './details.tsx';
import { Notice } from './notice.tsx';
import { words } from './words.ts';

export interface ErrorNoteProps {
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails };
  /** What did not work, as a short sentence; the error's own words follow it. */
  readonly title?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, in the words that belong to its code; the code itself is one level down. */
export function ErrorNote({ error, title, onRetry }: ErrorNoteProps): ReactNode {
  const say = useWords(words);
  const { sentence } = errorMeanings[error.code];
  const facts = Object.entries(error.details);
  const details = (
    <div className="error-details">
      <Details summary={say.details}>
        <code>
          {error.code}
          {facts.map(([name, value]) => ` · ${name}: ${String(value)}`)}
        </code>
      </Details>
    </div>
  );
  const [first = sentence, ...rest] = sentence.split(/(?<=\.) /u);
  return (
    <Notice
      live
      tone={error.code === 'internal.cancelled' ? 'info' : 'risk'}
      title={title ?? first}
      text={
        <>
          {title === undefined ? rest.join(' ') : sentence}
          {details}
        </>
      }
      action={
        onRetry !== undefined && (
          <Button icon={RotateCw} onPress={onRetry}>
            {say.retry}
          </Button>
        )
      }
    />
  );
}
