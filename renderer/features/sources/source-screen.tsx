import { PlugZap, RotateCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { useRoute } from '../../app/router.ts';
import { startTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Link } from '../../ui/link.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { ConnectEnd } from './connect-end.tsx';
import { CopyProgress } from './copy-progress.tsx';
import { CopyResult } from './copy-result.tsx';
import { FailedItems } from './failed-items.tsx';
import { RemoveSource } from './remove-source.tsx';
import { SignInAgain } from './sign-in-again.tsx';
import { SourceFacts } from './source-facts.tsx';
import { useSourceRun } from './source-run.ts';
import { isAsked, readNotices, standingOf, type Source } from './source-state.ts';
import { SupportLog } from './support-log.tsx';
import { useSourceAction } from './use-source-action.ts';
import { words } from './words.ts';
import './sources.css';

/** One source: how it stands, what to do, what came and what could not be copied. */
export function SourceScreen(): ReactNode {
  const say = useWords(words);
  const { segments } = useRoute();
  const listed = useEngine('sources.list', {}, { keep: true });
  const id = segments[1] ?? '';
  const back = { to: '/sources', label: say.one.back };
  if (listed.state !== 'ready')
    return (
      <Page title={say.list.title} back={back}>
        {listed.state === 'error' ? (
          <ErrorNote error={listed.error} onRetry={listed.reload} />
        ) : (
          <Loading label={say.one.loading} />
        )}
      </Page>
    );
  const source = listed.value.sources.find((one) => one.id === id);
  if (source === undefined)
    return (
      <Page title={say.list.title} back={back}>
        <Empty
          icon={PlugZap}
          title={say.one.missing.title}
          text={say.one.missing.text}
          action={<Link to="/sources">{say.one.back}</Link>}
        />
      </Page>
    );
  return <KnownSource source={source} />;
}

/** Sources whose pages can be opened in the portal window. */
const websites: ReadonlySet<string> = new Set(['moodle', 'canvas', 'openbadges']);

/** States that are explained at length: how the copying ended would say the same again. */
const saidAbove: ReadonlySet<string> = new Set(['held', 'login-expired']);

/** Things to do that take the place of copying. */
const ownActions = ['open', 'add-files', 'resume'] as const;

function KnownSource({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const [now] = useState(() => new Date());
  const { running, ended } = useSourceRun(source);
  const standing = standingOf(source, now, running !== undefined);
  const { act, busy } = useSourceAction(source);
  const asked = isAsked(source);
  const own = ownActions.find((action) => action === standing.action);
  // Where signing in comes first, its own button is the one to press.
  const copyLabel = say.action[standing.action === 'retry' ? 'retry' : 'sync'];
  const copy = asked && standing.state !== 'login-expired' && standing.state !== 'held';
  return (
    <Page
      title={source.name}
      lead={
        <div className="source-lead">
          <StateMark level={standing.level} word={say.state[standing.state].word} />
          <span>{say.state[standing.state].text}</span>
        </div>
      }
      back={{ to: '/sources', label: say.one.back }}
      actions={
        <>
          {websites.has(source.type) && <Button onPress={() => act('open')}>{say.action.open}</Button>}
          {own !== undefined && (
            <Button variant="primary" busy={busy} onPress={() => act(own)}>
              {say.action[own]}
            </Button>
          )}
          {copy && own === undefined && (
            <Button
              variant="primary"
              icon={RotateCw}
              isDisabled={running !== undefined}
              busy={busy}
              onPress={() => act('sync')}
            >
              {copyLabel}
            </Button>
          )}
        </>
      }
    >
      <News
        source={source}
        isNew={source.lastSuccess === undefined}
        isFine={standing.level !== 'attention'}
      />
      <ConnectEnd source={source.id} />
      {running !== undefined && <CopyProgress task={running} />}
      {running === undefined && standing.state === 'login-expired' && (
        <SignInAgain key={source.id} source={source} />
      )}
      {running === undefined && standing.state === 'held' && <HeldChange source={source} />}
      {standing.state === 'shows-less' && (
        <Notice tone="attention" title={say.one.showsLessTitle} text={say.one.showsLessText} />
      )}
      {standing.state === 'refused' && (
        <Notice tone="attention" title={say.one.refusedTitle} text={say.one.refusedText} />
      )}
      {running === undefined && ended !== undefined && !saidAbove.has(standing.state) && (
        <CopyResult task={ended} only={source.id} />
      )}
      <FailedItems source={source} />
      <SourceFacts source={source} />
      <SupportLog key={`log ${source.id}`} source={source} />
      <RemoveSource source={source} />
    </Page>
  );
}

interface NewsProps {
  readonly source: Source;
  readonly isNew: boolean;
  readonly isFine: boolean;
}

/** What was just done on another page, and what the learner should know of the portal. */
function News({ source, isNew, isFine }: NewsProps): ReactNode {
  const say = useWords(words);
  const { query } = useRoute();
  const news = query.get('news');
  return (
    <>
      {news === 'connected' && isNew && <Notice live tone="safe" title={say.one.connected} />}
      {news === 'signed-in' && isFine && <Notice live tone="safe" title={say.one.signedIn} />}
      {readNotices(query.get('notices')).map((key) => (
        <Notice key={`${source.id} ${key}`} tone="attention" title={say.notices[key]} />
      ))}
    </>
  );
}

function HeldChange({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  return (
    <>
      <Notice
        tone="attention"
        title={say.one.heldTitle}
        text={
          <>
            <p>{say.one.heldText}</p>
            <p>{say.one.heldNot}</p>
          </>
        }
        action={
          <Button
            variant="primary"
            busy={busy}
            onPress={() =>
              run(() => startTask('sources.sync', { source: source.id, acceptMassChange: true }))
            }
          >
            {say.one.heldMine}
          </Button>
        }
      />
      {error !== undefined && <ErrorNote error={error} />}
    </>
  );
}
