import { Download, RotateCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { hashOf } from '../../ui/hash-of.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, type PageProps } from '../../ui/page.tsx';
import { EraseItem } from '../erase/erase-item.tsx';
import { ErasedWithin } from '../erase/erased-within.tsx';
import { canAskAgain, useRetry } from '../evidence/use-retry.ts';
import { shortName } from './attempts.ts';
import { AttemptsOf } from './attempts-of.tsx';
import { CredentialCards } from './credential-card.tsx';
import { FeedbackText } from './feedback-text.tsx';
import { FlagItem } from './flag-item.tsx';
import { GradeText } from './grade-text.tsx';
import { HistoryOf } from './history-of.tsx';
import { MappingsOf } from './mappings-of.tsx';
import { MessageCards } from './message-card.tsx';
import { NotesOf } from './notes-of.tsx';
import { OriginOf } from './origin-of.tsx';
import { PartsOf } from './parts-of.tsx';
import type { Jump } from './preview/jump.ts';
import { Preview } from './preview/preview.tsx';
import { SaveCopy, useSaveCopy } from './save-copy.tsx';
import { sayWhat } from './say-what.ts';
import type { SourceOfItem } from './source-of-item.ts';
import { StandingOf } from './standing-of.tsx';
import { VersionsOf } from './versions-of.tsx';
import { fillWith } from './fill-with.tsx';
import { words } from './words.ts';

export interface ItemPageProps {
  readonly item: ShownItem;
  /** Undefined while it is asked for, and for one that is no longer listed. */
  readonly source: SourceOfItem | undefined;
  readonly sourcesKnown: boolean;
  readonly back: PageProps['back'];
  readonly onChanged: () => void;
}

export function ItemPage({ item, source, sourcesKnown, back, onChanged }: ItemPageProps): ReactNode {
  const say = useWords(words);
  const [version, setVersion] = useState<number>();
  const [jump, setJump] = useState<Jump>();
  const hasContent = item.latest?.content !== undefined;
  const save = useSaveCopy(item);
  const shownVersion = version ?? item.latest?.version;
  return (
    <Page
      title={item.name}
      back={back}
      lead={sayWhat(say, item)}
      actions={
        <>
          {hasContent && (
            <Button variant="primary" icon={Download} busy={save.busy} onPress={() => save.run(version)}>
              {say.saveCopy}
            </Button>
          )}
          <EraseItem item={item} />
        </>
      }
    >
      <SaveCopy save={save} />
      <Troubles item={item} source={source} />
      <div className="item-columns">
        <div className="item-main">
          {hasContent && shownVersion !== undefined && (
            <Preview key={`${item.id} ${String(shownVersion)}`} item={item} version={version} jump={jump} />
          )}
          <KindPart item={item} />
          <ErasedWithin id={item.id} />
          <VersionsOf item={item} shown={version} onShow={setVersion} onSave={(one) => save.run(one)} />
          {item.latest !== undefined && <OriginOf item={item} source={source} sourcesKnown={sourcesKnown} />}
          <HistoryOf item={item} />
        </div>
        <div className="item-side">
          <Within item={item} />
          {item.versions > 0 && <StandingOf item={item} source={source} sourcesKnown={sourcesKnown} />}
          <MappingsOf item={item} onChanged={onChanged} onSeek={setJump} />
          <NotesOf item={item} onChanged={onChanged} />
          <FlagItem item={item} onChanged={onChanged} />
        </div>
      </div>
    </Page>
  );
}

/** What a kind of item has of its own: attempts, words, a grade, parts. */
function KindPart({ item }: { readonly item: ShownItem }): ReactNode {
  const say = useWords(words);
  const record = item.latest?.record;
  switch (item.kind) {
    case 'assignment':
    case 'attempt':
      return <AttemptsOf item={item} />;
    case 'feedback':
      return (
        <Card title={say.feedback}>
          <FeedbackText record={record} />
          <PartsOf item={item} />
        </Card>
      );
    case 'grade':
      return (
        <Card title={say.grade}>
          <GradeText item={item} record={record} />
        </Card>
      );
    case 'message':
      return <MessageCards item={item} />;
    case 'credential':
      return <CredentialCards item={item} />;
    case 'document':
      return <SearchWords item={item} />;
    default:
      return item.parts.length === 0 ? null : (
        <Card title={say.parts} flush>
          <PartsOf item={item} />
        </Card>
      );
  }
}

/** Why search may not find words of a file, where that is so. */
function SearchWords({ item: { readForSearch } }: { readonly item: ShownItem }): ReactNode {
  const problem = readForSearch?.problem;
  return problem === undefined ? null : <Notice tone="info" title={problem.message} />;
}

function Within({ item: { within } }: { readonly item: ShownItem }): ReactNode {
  const say = useWords(words);
  if (within.length === 0) return null;
  return (
    <nav aria-label={say.within} className="item-within">
      <p className="item-label">{say.within}</p>
      <ol>
        {within.map(({ id, name }, at) => (
          <li key={id}>
            <a className="link" href={hashOf(`/item/${id}`)} dir="auto">
              {shortName({ name }, within[at - 1]?.name)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Troubles({
  item: { failed, gone, versions, source: sourceId },
  source,
}: Pick<ItemPageProps, 'item' | 'source'>): ReactNode {
  const say = useWords(words);
  const { busy, retry } = useRetry();
  return (
    <>
      {failed !== undefined && (
        <Notice
          tone={versions === 0 ? 'risk' : 'attention'}
          title={versions === 0 ? say.failed : say.failedKept}
          text={
            <>
              {failed.message} {versions > 0 && `${say.failedKeptText} `}
              {fillWith(say.failedAt, { when: <DateText at={failed.at} /> })}
            </>
          }
          action={
            source !== undefined &&
            canAskAgain(source) && (
              <Button icon={RotateCw} busy={busy.has(sourceId)} onPress={() => retry(sourceId)}>
                {busy.has(sourceId) ? say.retrying : say.retry}
              </Button>
            )
          }
        />
      )}
      {gone !== undefined && (
        <Notice
          tone="info"
          title={say.gone}
          text={fillWith(say.goneText, { when: <DateText at={gone} /> })}
        />
      )}
    </>
  );
}
