import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { words } from './words.ts';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  /** What the button that does it says. */
  readonly confirm: string;
  readonly danger?: boolean | undefined;
  readonly busy?: boolean | undefined;
  readonly children: ReactNode;
}

/** Asks before something that is hard to take back. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, isOpen, onClose, onConfirm, confirm, danger = false, busy = false, children } = props;
  const say = useWords(words);
  return (
    <Dialog
      role="alertdialog"
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            {say.cancel}
          </Button>
          <Button variant={danger ? 'danger' : 'primary'} onPress={onConfirm} busy={busy}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
