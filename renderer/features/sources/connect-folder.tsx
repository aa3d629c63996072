import { FolderOpen } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { chooseFiles } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { ConnectError } from './connect-error.tsx';
import { ensureCopying } from './ensure-copying.ts';
import { noticeKeyOf } from './source-state.ts';
import { words } from './words.ts';

/** Connects a folder that is looked at again at every copying. */
export function ConnectFolder(): ReactNode {
  const say = useWords(words);
  return (
    <Page
      narrow
      title={say.folder.title}
      lead={say.folder.text}
      back={{ to: '/sources/add', label: say.add.back }}
    >
      <FolderForm primary />
    </Page>
  );
}

export function FolderForm({ primary }: { readonly primary: boolean }): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  const [chosen, setChosen] = useState(false);
  const connect = (): void =>
    run(async () => {
      const [folder] = await chooseFiles('folder');
      if (folder === undefined) return;
      setChosen(true);
      const { source, notices } = await engine.call('sources.connectFolder', { folder: folder.id });
      await ensureCopying(source.id);
      const keys = notices.map(noticeKeyOf).join(',');
      navigate(`/sources/${source.id}?news=connected${keys === '' ? '' : `&notices=${keys}`}`, {
        replace: true,
      });
    });
  return (
    <>
      <ConnectError error={error} />
      <div>
        <Button
          variant={primary ? 'primary' : 'quiet'}
          icon={FolderOpen}
          busy={busy && chosen}
          onPress={connect}
        >
          {busy && chosen ? say.folder.connecting : say.folder.choose}
        </Button>
      </div>
    </>
  );
}
