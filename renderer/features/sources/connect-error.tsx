import type { ReactNode } from 'react';

import type { CallError } from '../../app/call-error.ts';
import { useWords } from '../../language/use-words.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { words } from './words.ts';

/** Why a portal could not be connected; where the reason is known, in words of its own. */
export function ConnectError({ error }: { readonly error: CallError | undefined }): ReactNode {
  const say = useWords(words);
  if (error === undefined) return null;
  const reasons: Readonly<Record<string, string>> = say.reasons;
  const { reason } = error.details;
  const known = typeof reason === 'string' && Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
  return <ErrorNote error={error} {...(known === undefined ? {} : { title: known })} />;
}
