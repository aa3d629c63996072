import { FileUp, Plug, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useAppState } from '../../app/app-state.ts';
import { useEngine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { startTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Rows } from '../../ui/rows.tsx';
import { bringChosenFiles } from './bring-chosen-files.ts';
import { ConnectEnd } from './connect-end.tsx';
import { CopyProgress } from './copy-progress.tsx';
import { CopyResult } from './copy-result.tsx';
import { PracticeThings } from './practice-things.tsx';
import { SourceRow } from './source-row.tsx';
import { useCopying } from './source-run.ts';
import { isAsked } from './source-state.ts';
import { words } from './words.ts';
import './sources.css';

/** Where work comes from: each place with its state in words and the one thing to do about it. */
export function SourcesScreen(): ReactNode {
  const say = useWords(words);
  const { practice } = useAppState();
  const listed = useEngine('sources.list', {}, { keep: true });
  const { running, ended } = useCopying();
  const { busy, error, run } = useAction();
  const sources = listed.state === 'ready' ? listed.value.sources : [];
  const canCopy = sources.some(isAsked);
  const addSource = (
    <Button variant="primary" icon={Plus} onPress={() => navigate('/sources/add')}>
      {say.list.add}
    </Button>
  );
  const copyAll = (): void => run(() => startTask('sources.sync', {}));
  return (
    <Page
      title={say.list.title}
      lead={say.list.lead}
      actions={
        sources.length > 0 && (
          <>
            {canCopy && (
              <Button onPress={copyAll} isDisabled={busy || running.length > 0}>
                {say.list.syncAll}
              </Button>
            )}
            {addSource}
          </>
        )
      }
    >
      {error !== undefined && <ErrorNote error={error} />}
      <ConnectEnd />
      {running.map((task) => (
        <CopyProgress key={task.id} task={task} {...labelOf(task.source, sources, say.run.copying)} />
      ))}
      {ended.slice(0, 1).map((task) => (
        <CopyResult key={task.id} task={task} />
      ))}
      {listed.state === 'loading' && <Loading label={say.list.loading} />}
      {listed.state === 'error' && <ErrorNote error={listed.error} onRetry={listed.reload} />}
      {listed.state === 'ready' && (
        <Card flush>
          {sources.length === 0 ? (
            <Empty icon={Plug} title={say.list.empty.title} text={say.list.empty.text} action={addSource} />
          ) : (
            <Rows label={say.list.yours}>
              {sources.map((source) => (
                <SourceRow key={source.id} source={source} />
              ))}
            </Rows>
          )}
        </Card>
      )}
      <FilesByHand />
      {practice && <PracticeThings />}
    </Page>
  );
}

function labelOf(
  id: string | undefined,
  sources: readonly { readonly id: string; readonly name: string }[],
  copying: string,
): { readonly label?: string } {
  const source = sources.find((one) => one.id === id);
  return source === undefined ? {} : { label: `${copying}: ${source.name}` };
}

function FilesByHand(): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  const [chosen, setChosen] = useState(false);
  return (
    <Card title={say.list.filesTitle}>
      <p className="sources-text">{say.list.filesText}</p>
      {error !== undefined && <ErrorNote error={error} />}
      <div>
        <Button
          icon={FileUp}
          busy={busy && chosen}
          onPress={() =>
            run(async () => {
              await bringChosenFiles(() => setChosen(true));
              setChosen(false);
            })
          }
        >
          {say.list.chooseFiles}
        </Button>
      </div>
    </Card>
  );
}
