import { useEffect, useRef, type ReactNode } from 'react';

import { errorMeanings, isErrorCode } from '../../../src/base/error-codes.ts';
import type { PortalState } from '../../../src/contract/shell-contract.ts';
import { shell } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { KeptRow } from './kept-row.tsx';
import { words } from './words.ts';

/** What the window promises, what it asks, and what was kept. */
export function PortalSide({ portal }: { readonly portal: PortalState }): ReactNode {
  const say = useWords(words);
  const remembering = useAction();
  useAnnounced(portal.kept);
  const { kept, problem, stopped } = portal;
  const count = kept.filter(({ state }) => state === 'kept' || state === 'kept-before').length;
  return (
    <aside className="portal-side" aria-label={say.kept}>
      {problem !== undefined && (
        <Notice
          live
          tone="risk"
          title={say.notShown}
          text={isErrorCode(problem) ? errorMeanings[problem].sentence : undefined}
          action={
            <Button onPress={() => void shell.call('portal.do', { what: 'reload' })}>{say.tryAgain}</Button>
          }
        />
      )}
      {portal.asks !== undefined && <Asked asks={portal.asks} />}
      <p className="portal-promise">{say.promise}</p>
      <section className="portal-kept">
        <h2 className="portal-heading">{say.kept}</h2>
        {kept.length === 0 ? (
          <p className="portal-quiet">{say.nothing}</p>
        ) : (
          <>
            <p className="portal-quiet">{fill(say.keptCount, { count })}</p>
            <ul className="portal-list">
              {kept.map((row) => (
                <KeptRow key={row.id} row={row} />
              ))}
            </ul>
          </>
        )}
      </section>
      <Switch
        value={portal.remembersSignIn}
        isDisabled={remembering.busy}
        help={say.rememberHelp}
        onChange={(remember) => remembering.run(() => shell.call('portal.rememberSignIn', { remember }))}
      >
        {say.remember}
      </Switch>
      {remembering.error !== undefined && <ErrorNote error={remembering.error} />}
      {stopped !== undefined && (
        <Details summary={plural(stopped.count, say.stoppedOne, say.stoppedMany)}>
          {isStopped(stopped.what) && say.stoppedWhat[stopped.what]}
        </Details>
      )}
      <p className="portal-quiet">{say.enterHelp}</p>
    </aside>
  );
}

const stoppedKinds = ['window', 'program', 'permission', 'download'] as const;

function isStopped(what: string): what is (typeof stoppedKinds)[number] {
  return stoppedKinds.some((kind) => kind === what);
}

function Asked({ asks }: { readonly asks: NonNullable<PortalState['asks']> }): ReactNode {
  const say = useWords(words);
  const { id, name, from } = asks;
  return (
    <Notice
      live
      tone="attention"
      title={fill(say.asks.title, { name })}
      text={fill(say.asks.text, { from })}
      action={
        <>
          <Button onPress={() => void shell.call('portal.answer', { id, keep: true })}>{say.asks.yes}</Button>
          <Button variant="plain" onPress={() => void shell.call('portal.answer', { id, keep: false })}>
            {say.asks.no}
          </Button>
        </>
      }
    />
  );
}

/** Says how each copy ended, for whoever does not see the list. */
function useAnnounced(kept: PortalState['kept']): void {
  const say = useWords(words);
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const { id, name, state } of kept) {
      const key = `${id} ${state}`;
      if (state === 'copying' || told.current.has(key)) continue;
      told.current.add(key);
      announce(`${name}: ${say.states[state]}`);
    }
  }, [kept, say]);
}
