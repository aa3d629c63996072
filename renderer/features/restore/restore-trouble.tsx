import type { ReactNode } from 'react';

import type { CallError } from '../../app/call-error.ts';
import type { TaskOfKind } from '../../app/tasks.ts';
import { VaultTrouble } from '../../doors/vault-trouble.tsx';
import { fill } from '../../language/fill.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from './words.ts';

interface RestoreTroubleProps {
  readonly error: CallError;
  readonly onRetry: () => void;
  /** Lets the learner choose another folder for the vault. */
  readonly onChoose: () => void;
  readonly onAnyway: () => void;
}

/** Why a vault cannot come back as it was asked for, and what to do about it. */
export function RestoreTrouble({ error, onRetry, onChoose, onAnyway }: RestoreTroubleProps): ReactNode {
  const say = useWords(words).trouble;
  const other = <Button onPress={onChoose}>{say.choose}</Button>;
  const again = <Button onPress={onRetry}>{say.again}</Button>;
  const tell = (title: string, text: string, action?: ReactNode): ReactNode => (
    <Notice live tone="attention" title={title} text={text} action={action} />
  );
  switch (error.code) {
    case 'access.vault-exists':
      return tell(say.exists, say.existsText, other);
    case 'input.exists':
      return tell(say.notEmpty, say.notEmptyText, other);
    case 'storage.full':
      return tell(say.full, roomText(say, error.details), other);
    case 'storage.gone':
      return tell(say.gone, say.goneText, again);
    case 'access.no-vault':
    case 'integrity.header-damaged':
      return tell(say.damaged, say.damagedText);
    case 'integrity.vault-mismatch':
      return tell(say.mismatch, say.mismatchText, other);
    case 'access.in-use':
      return tell(say.busy, say.busyText, again);
    default:
      return <VaultTrouble error={error} onRetry={onRetry} onChoose={onChoose} onAnyway={onAnyway} />;
  }
}

/** How a try ended that had begun well. */
export function RestoreEnded({ task }: { readonly task: TaskOfKind<'restore'> }): ReactNode {
  const say = useWords(words);
  const { state, error } = task;
  if (state === 'cancelled')
    return <Notice live tone="info" title={say.ended.stopped} text={say.ended.stoppedText} />;
  if (error === undefined) return null;
  if (error.code === 'storage.gone')
    return <Notice live tone="attention" title={say.trouble.gone} text={say.trouble.goneText} />;
  if (error.code === 'storage.full')
    return <Notice live tone="attention" title={say.trouble.full} text={say.trouble.fullNow} />;
  return <ErrorNote title={say.ended.failed} error={error} />;
}

function roomText(say: (typeof words)['en']['trouble'], { needed, free }: CallError['details']): string {
  return typeof needed === 'number' && typeof free === 'number'
    ? fill(say.fullText, { needed: saySize(needed), free: saySize(free) })
    : say.fullNow;
}
