import type { ReactNode } from 'react';

import { useShellState } from '../../app/app-state.ts';
import { engine } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Link } from '../../ui/link.tsx';
import { Switch } from '../../ui/switch.tsx';
import { isAsked, type Source } from './source-state.ts';
import { words } from './words.ts';

const knownTypes = [
  'moodle',
  'canvas',
  'mailbox',
  'openbadges',
  'folder',
  'files',
  'portal',
  'import',
] as const;

/** What a source is, when it was copied and when it is next. */
export function SourceFacts({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const type = knownTypes.find((known) => known === source.type) ?? 'other';
  const asked = isAsked(source);
  return (
    <Card title={say.one.facts}>
      <dl className="source-facts">
        <Fact name={say.one.kind}>{say.types[type]}</Fact>
        {source.address !== undefined && <Fact name={say.one.address}>{source.address}</Fact>}
        {source.username !== undefined && <Fact name={say.one.username}>{source.username}</Fact>}
        <Fact name={say.one.kept}>
          {plural(source.items, say.one.keptCount.one, say.one.keptCount.many)}
          {source.items > 0 && (
            <>
              {' · '}
              <Link to={`/evidence?source=${source.id}`}>{say.one.evidence}</Link>
            </>
          )}
        </Fact>
        {asked && (
          <>
            <Fact name={say.one.lastSuccess}>
              <Moment at={source.lastSuccess} otherwise={say.one.never} />
            </Fact>
            {source.lastSync !== undefined && source.lastSync !== source.lastSuccess && (
              <Fact name={say.one.lastTried}>
                <DateText at={source.lastSync} />
              </Fact>
            )}
            <Fact name={say.one.next}>
              <Moment at={source.paused ? undefined : source.nextSync} otherwise={say.one.nextNever} />
            </Fact>
          </>
        )}
      </dl>
      {asked && source.state !== 'removed' && <Schedule source={source} />}
    </Card>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Moment({
  at,
  otherwise,
}: {
  readonly at: string | undefined;
  readonly otherwise: string;
}): ReactNode {
  return at === undefined ? otherwise : <DateText at={at} />;
}

function Schedule({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const { settings } = useShellState();
  const { busy, error, run } = useAction();
  const minutes = settings.syncEveryMinutes;
  const every =
    minutes === 0
      ? say.one.byHand
      : minutes === 60
        ? say.one.everyHour
        : minutes === 1440
          ? say.one.everyDay
          : fill(say.one.every, { hours: minutes / 60 });
  return (
    <>
      <p className="sources-text">{every}</p>
      <Switch
        value={source.paused}
        isDisabled={busy}
        help={say.one.pauseHelp}
        onChange={(paused) =>
          run(async () => {
            await engine.call('sources.pause', { source: source.id, paused });
          })
        }
      >
        {say.one.pause}
      </Switch>
      {error !== undefined && <ErrorNote error={error} />}
    </>
  );
}
