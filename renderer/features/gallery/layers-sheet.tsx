import { Pencil, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { toast } from '../../app/toasts.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Details } from '../../ui/details.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { words } from './words.ts';

/** Everything that opens above or below. */
export function LayersSheet(): ReactNode {
  const say = useWords(words);
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <Card title={say.layers}>
      <div className="gallery-row">
        <Button onPress={() => setOpen(true)}>{say.dialog}</Button>
        <Button onPress={() => toast({ tone: 'safe', text: say.toastText })}>{say.toast}</Button>
        <Menu
          label={say.menu}
          items={[
            { id: 'rename', label: say.rename, icon: Pencil, onPress: close },
            { id: 'remove', label: say.danger, icon: Trash2, danger: true, onPress: close },
          ]}
        />
      </div>
      <Tabs
        label={say.tabs}
        tabs={[
          { id: 'list', title: say.list, content: <p>{say.body}</p> },
          { id: 'time', title: say.time, content: <p>{say.small}</p> },
        ]}
      />
      <Details summary={say.details} open>
        <code>{say.exact}</code>
      </Details>
      <ConfirmDialog
        danger
        title={say.dialogTitle}
        confirm={say.danger}
        isOpen={open}
        onClose={close}
        onConfirm={close}
      >
        <p>{say.dialogText}</p>
      </ConfirmDialog>
    </Card>
  );
}
