import { useState, type ReactNode } from 'react';

import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Row } from '../../ui/rows.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { sourceIcon } from './source-icons.ts';
import { useSourceRun } from './source-run.ts';
import { isAsked, standingOf, type Source } from './source-state.ts';
import { useSourceAction } from './use-source-action.ts';
import { words } from './words.ts';

/** One source in the list: how it stands, when it was last copied, and the one thing to do about it. */
export function SourceRow({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const [now] = useState(() => new Date());
  const { running } = useSourceRun(source);
  const standing = standingOf(source, now, running !== undefined);
  const { act, busy } = useSourceAction(source);
  const { word, text } = say.state[standing.state];
  const { action } = standing;
  return (
    <Row
      icon={sourceIcon(source.type)}
      title={<strong>{source.name}</strong>}
      to={`/sources/${source.id}`}
      text={
        <>
          {text} <SourceTimes source={source} />
        </>
      }
      aside={
        <>
          <StateMark level={standing.level} word={word} />
          {action !== undefined && standing.state !== 'ok' && (
            <Button onPress={() => act(action)} busy={busy} label={`${say.action[action]}: ${source.name}`}>
              {say.action[action]}
            </Button>
          )}
        </>
      }
    />
  );
}

/** When it was last copied to the end, and when it is next. */
function SourceTimes({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  if (!isAsked(source)) return null;
  const [before = '', after = ''] = say.when.success.split('{date}');
  const [beforeNext = '', afterNext = ''] = say.when.next.split('{date}');
  return (
    <>
      {source.lastSuccess === undefined ? (
        say.when.never
      ) : (
        <>
          {before}
          <DateText at={source.lastSuccess} />
          {after}
        </>
      )}
      {source.nextSync !== undefined && !source.paused && (
        <>
          {', '}
          {beforeNext}
          <DateText at={source.nextSync} />
          {afterNext}
        </>
      )}
      .
    </>
  );
}
