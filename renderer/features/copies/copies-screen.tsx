import { FolderOpen, HardDrive, RotateCw, Server } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { startTask, useLatestTask, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { CheckEnd } from './check-end.tsx';
import { CopyCard } from './copy-card.tsx';
import { CopyEnd } from './copy-end.tsx';
import { ForkNotice } from './fork-notice.tsx';
import { OldPassphrases } from './old-passphrases.tsx';
import { RehearsalEnd } from './rehearsal-end.tsx';
import { Running } from './running.tsx';
import { useAddFolder } from './use-add-folder.ts';
import { words } from './words.ts';
import './copies.css';

/** Every second copy: how it stands, copying to it, checking it, and choosing more places. */
export function CopiesScreen(): ReactNode {
  const say = useWords(words);
  const copies = useEngine('replicas.list', {}, { keep: true });
  const reachable = useEngine('replicas.look', {}, { keep: true });
  const task = useLatestTask('copy-vault');
  const check = useLatestTask('check-copy');
  const rehearsal = useLatestTask('rehearse');
  const [sameDisk, setSameDisk] = useState(false);
  const adding = useAddFolder(setSameDisk);
  const { error, run } = useAction();
  const list = copies.state === 'ready' ? copies.value.copies : [];
  const nameOf = (id: string | undefined): string | undefined => list.find((copy) => copy.id === id)?.name;
  const isCopying = task?.state === 'running';
  const isBusy = isCopying || check?.state === 'running' || rehearsal?.state === 'running';
  return (
    <Page title={say.title} lead={say.lead} back={{ to: '/health', label: say.back }}>
      {isCopying && <Running task={task} name={nameOf(task.source)} />}
      {check?.state === 'running' && <Running task={check} name={nameOf(check.source)} />}
      {rehearsal?.state === 'running' && <Running task={rehearsal} name={nameOf(rehearsal.source)} />}
      {!isBusy && <LastEnd tasks={[task, check, rehearsal]} />}
      <ForkNotice />
      {sameDisk && <Notice tone="attention" title={say.sameDisk} />}
      {copies.state === 'loading' && <Loading label={say.loading} />}
      {copies.state === 'error' && <ErrorNote error={copies.error} onRetry={copies.reload} />}
      {copies.state === 'ready' && list.length === 0 && (
        <Card>
          <Empty
            icon={HardDrive}
            title={say.empty}
            text={say.emptyText}
            action={
              <div className="copies-buttons">
                <Button variant="primary" icon={FolderOpen} busy={adding.busy} onPress={adding.add}>
                  {say.add}
                </Button>
                <Button icon={Server} onPress={() => navigate('/copies/server')}>
                  {say.server}
                </Button>
              </div>
            }
          />
        </Card>
      )}
      {adding.error !== undefined && <ErrorNote error={adding.error} />}
      {list.map((copy) => (
        <CopyCard
          key={copy.id}
          copy={copy}
          isBusy={isBusy}
          isAway={reachable.state === 'ready' && !reachable.value.reachable.includes(copy.id)}
        />
      ))}
      {list.length > 0 && (
        <div className="copies-buttons">
          {list.length > 1 && (
            <Button
              variant="primary"
              icon={RotateCw}
              isDisabled={isBusy}
              onPress={() => run(() => startTask('replicas.sync', {}))}
            >
              {say.copyAll}
            </Button>
          )}
          <Button icon={FolderOpen} busy={adding.busy} onPress={adding.add}>
            {say.another}
          </Button>
          <Button icon={Server} onPress={() => navigate('/copies/server')}>
            {say.server}
          </Button>
        </div>
      )}
      {error !== undefined && <ErrorNote error={error} />}
      {list.some(({ syncedAt }) => syncedAt !== undefined) && <OldPassphrases isBusy={isBusy} />}
    </Page>
  );
}

type Ended = TaskOfKind<'copy-vault' | 'check-copy' | 'rehearse'>;

/** How the newest of them ended: older ends would only say what is no longer so. */
function LastEnd({ tasks }: { readonly tasks: readonly (Ended | undefined)[] }): ReactNode {
  const said = tasks.filter((task) => task !== undefined);
  const [newest] = said.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  switch (newest?.kind) {
    case undefined:
      return null;
    case 'copy-vault':
      return <CopyEnd task={newest} />;
    case 'check-copy':
      return <CheckEnd task={newest} />;
    case 'rehearse':
      return <RehearsalEnd task={newest} />;
  }
}
