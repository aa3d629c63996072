import { FolderOpen, HardDrive, RotateCw, Server } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useAppState } from '../../app/app-state.ts';
import { engine, useEngine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { chooseFiles } from '../../app/shell.ts';
import type { TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Rows } from '../../ui/rows.tsx';
import { CopyRow } from './copy-row.tsx';
import { foundByVault } from './found-by-vault.ts';
import { OpenCopy } from './open-copy.tsx';
import { RestoreEnded } from './restore-trouble.tsx';
import { WhichVault } from './which-vault.tsx';
import { words } from './words.ts';

/** Where the second copies are, which vault is wanted, and how it is opened. @param ended how the last try ended, if one did */
export function FindCopy({ ended }: { readonly ended: TaskOfKind<'restore'> | undefined }): ReactNode {
  const all = useWords(words);
  const say = all.find;
  const { vault: state } = useAppState();
  const found = useEngine('restore.find', {}, { keep: true });
  const { busy, error, run, clear } = useAction();
  const [wanted, setWanted] = useState<string>();
  const answer = found.state === 'ready' ? found.value : undefined;
  const copies = answer?.copies ?? [];
  const vaults = foundByVault(copies);
  const first = vaults.length === 1 ? vaults[0] : undefined;
  const chosen = vaults.find(({ vault }) => vault === (wanted ?? answer?.half)) ?? first;
  const choose = (): void =>
    run(async () => {
      const [folder] = await chooseFiles('folder');
      if (folder === undefined) return;
      await engine.call('restore.find', { folder: folder.id });
      found.reload();
    });
  const isLooking = found.state === 'loading' || (found.state === 'ready' && found.stale);
  const buttons = (
    <div className="restore-buttons">
      <Button
        variant={copies.length === 0 ? 'primary' : 'quiet'}
        icon={FolderOpen}
        busy={busy}
        onPress={choose}
      >
        {copies.length === 0 ? say.choose : say.another}
      </Button>
      <Button icon={Server} onPress={() => navigate('/restore/server')}>
        {say.server}
      </Button>
      <Button
        variant="plain"
        icon={RotateCw}
        busy={isLooking}
        onPress={() => {
          clear();
          found.reload();
        }}
      >
        {say.again}
      </Button>
    </div>
  );
  return (
    <Page
      narrow
      title={all.title}
      lead={state === 'half' ? all.goOnLead : copies.length > 0 ? all.foundLead : all.lead}
      back={{ to: state === 'there' || state === 'gone' ? '/unlock' : '/welcome', label: all.back }}
    >
      {ended !== undefined && <RestoreEnded task={ended} />}
      {found.state === 'loading' && <Loading label={say.looking} />}
      {found.state === 'error' && <ErrorNote error={found.error} onRetry={found.reload} />}
      {error?.code === 'access.no-vault' ? (
        <Notice
          live
          tone="attention"
          title={say.notHere}
          text={say.notHereText}
          action={<Button onPress={() => navigate('/open?copy')}>{say.open}</Button>}
        />
      ) : (
        error !== undefined && <ErrorNote error={error} />
      )}
      {answer !== undefined && copies.length === 0 && (
        <Card>
          <Empty icon={HardDrive} title={say.none} text={say.noneText} action={buttons} />
        </Card>
      )}
      {copies.length > 0 && (
        <div className="restore-part">
          <Card flush title={say.label}>
            <Rows label={say.label}>
              {copies.map((copy, place) => (
                <CopyRow key={`${copy.name} ${copy.vault} ${String(place)}`} copy={copy} />
              ))}
            </Rows>
          </Card>
          {first !== undefined && copies.length > 1 && <p className="restore-soft">{all.together}</p>}
          {buttons}
        </div>
      )}
      {vaults.length > 1 && (
        <WhichVault vaults={vaults} value={chosen?.vault} onChange={(vault) => setWanted(vault)} />
      )}
      {chosen !== undefined && <OpenCopy key={chosen.vault} wanted={chosen} here={answer} />}
    </Page>
  );
}
