import { FolderOpen } from 'lucide-react';
import type { ReactNode } from 'react';

import type { TaskResult } from '../../../src/contract/tasks.ts';
import { engine } from '../../app/engine.ts';
import { chooseFiles } from '../../app/shell.ts';
import { dismissEnded, startTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { leaveFor } from '../../doors/leave-for.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { words } from './words.ts';

type Result = TaskResult<'restore'>;

/** Names that are listed; the rest are counted. */
const shown = 50;

/** The vault is open again: what came back, what did not, and what to do now. */
export function CameBack({ result }: { readonly result: Result }): ReactNode {
  const say = useWords(words).done;
  const { busy, error, run } = useAction();
  const { items, lacking, whole } = result;
  const goTo = (route: string): void =>
    run(async () => {
      await dismissEnded('restore');
      await leaveFor(route);
    });
  const useAnother = (): void =>
    run(async () => {
      const [folder] = await chooseFiles('folder');
      if (folder === undefined) return;
      const { id } = await engine.call('replicas.addFolder', { folder: folder.id });
      await startTask('replicas.sync', { copy: id });
      await dismissEnded('restore');
      await leaveFor('#/copies');
    });
  return (
    <Page narrow title={say.title}>
      {whole ? (
        <Notice
          live
          tone="safe"
          title={say.whole}
          text={plural(items, say.wholeText.one, say.wholeText.many)}
        />
      ) : (
        <Notice
          live
          tone="attention"
          title={fill(say.most, { there: items - lacking, items })}
          text={<Missing result={result} />}
        />
      )}
      {lacking > 0 && (
        <div className="restore-part">
          <p className="restore-soft">{say.another}</p>
          <div className="restore-buttons">
            <Button icon={FolderOpen} busy={busy} onPress={useAnother}>
              {say.useAnother}
            </Button>
          </div>
          <p className="restore-soft">{say.noOther}</p>
        </div>
      )}
      {error !== undefined && <ErrorNote error={error} />}
      <Card title={say.next}>
        <Next result={result} />
      </Card>
      <div className="restore-buttons">
        <Button variant="primary" isDisabled={busy} onPress={() => goTo('#/home')}>
          {say.show}
        </Button>
      </div>
    </Page>
  );
}

function Missing({ result: { lacking, missing, damaged, forks } }: { readonly result: Result }): ReactNode {
  const say = useWords(words).done;
  const more = lacking - Math.min(lacking, missing.length, shown);
  return (
    <>
      {lacking > 0 && (
        <>
          <p>{plural(lacking, say.lacking.one, say.lacking.many)}</p>
          <ul className="restore-names">
            {missing.slice(0, shown).map(({ id, name }) => (
              <li key={id}>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
          {more > 0 && <p>{plural(more, say.more.one, say.more.many)}</p>}
        </>
      )}
      {damaged.some((code) => code !== 'integrity.fork') && <p>{say.history}</p>}
      {forks > 0 && <p>{say.fork}</p>}
    </>
  );
}

function Next({ result: { newest, copies, sources } }: { readonly result: Result }): ReactNode {
  const say = useWords(words).done;
  const language = useLanguage();
  return (
    <ul className="restore-list">
      {newest !== undefined && <li>{fill(say.newest, { when: sayDate(newest, new Date(), language) })}</li>}
      <li>{say.same}</li>
      {copies.map(({ name, kept, sameDisk }, place) => (
        <li key={`${name} ${String(place)}`}>
          {fill(kept ? say.kept : say.notKept, { name })} {sameDisk && fill(say.sameDisk, { name })}
        </li>
      ))}
      {sources > 0 && <li>{plural(sources, say.sources.one, say.sources.many)}</li>}
      <li>{say.oldComputer}</li>
    </ul>
  );
}
