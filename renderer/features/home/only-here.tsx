import type { ReactNode } from 'react';

import { navigate } from '../../app/router.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toDates } from './act-on.ts';
import { lacksSecondCopy, type Status } from './standing.ts';
import { words } from './words.ts';

/** Everything was copied: what would make it safer still. */
export function OnlyHere({
  status: { units, secondCopy },
  datesOff,
}: {
  readonly status: Status;
  /** The learner does not want dates from others. */
  readonly datesOff: boolean;
}): ReactNode {
  const say = useWords(words).onlyHere;
  const lacks = lacksSecondCopy(units);
  if (!lacks && !datesOff) return null;
  const isFirst = secondCopy === undefined;
  const copy = !lacks ? undefined : isFirst ? say.oneDisk : say.oldCopy;
  return (
    <Notice
      tone="info"
      title={say.title}
      text={[copy, datesOff ? say.datesOff : undefined].filter((text) => text !== undefined).join(' ')}
      action={
        <>
          {lacks && (
            <Button variant="primary" onPress={() => navigate('/copies')}>
              {isFirst ? say.make : say.look}
            </Button>
          )}
          {datesOff && <Button onPress={() => navigate(toDates)}>{say.toDates}</Button>}
        </>
      }
    />
  );
}
