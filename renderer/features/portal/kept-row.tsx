import type { ReactNode } from 'react';

import { errorMeanings, isErrorCode } from '../../../src/base/error-codes.ts';
import type { PortalState } from '../../../src/contract/shell-contract.ts';
import { shell } from '../../app/shell.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { Progress } from '../../ui/progress.tsx';
import { StateMark, type Level } from '../../ui/state-mark.tsx';
import { words } from './words.ts';

type Kept = PortalState['kept'][number];

const levels: Readonly<Record<Exclude<Kept['state'], 'copying'>, Level>> = {
  kept: 'safe',
  'kept-before': 'safe',
  refused: 'risk',
  stopped: 'none',
};

/** One thing that was kept, is being copied, or could not be. */
export function KeptRow({ row }: { readonly row: Kept }): ReactNode {
  const say = useWords(words);
  const { id, name, state, item, code, received = 0, total } = row;
  return (
    <li className="portal-row-kept">
      <span className="portal-name">{name}</span>
      {state === 'copying' ? (
        <>
          <Progress label={say.states.copying} done={received} total={total} counts="bytes" />
          <Button
            variant="plain"
            label={`${say.stopKeeping}: ${name}`}
            onPress={() => void shell.call('portal.stopKeeping', { id })}
          >
            {say.stopKeeping}
          </Button>
        </>
      ) : (
        <StateMark level={levels[state]} word={say.states[state]} />
      )}
      {code !== undefined && isErrorCode(code) && (
        <span className="portal-reason">{errorMeanings[code].sentence}</span>
      )}
      {code === 'source.not-repeatable' && <Link to="/sources/add?way=files">{say.addByHand}</Link>}
      {item !== undefined && <Link to={`/item/${item}`}>{say.show}</Link>}
    </li>
  );
}
