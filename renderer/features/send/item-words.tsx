import type { ReactNode } from 'react';

import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { fill } from '../../language/fill.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { kindWords } from '../../report/kind-words.ts';
import { words } from './words.ts';

type Contained = EngineOutput<'bundle.contents'>['items'][number];

/** An item by its name, and below it what it is and what it belongs to. */
export function ItemWords({ item }: { readonly item: Contained }): ReactNode {
  return (
    <span className="send-item">
      <bdi>{item.name}</bdi>
      <span className="send-soft">
        <ItemAbout item={item} />
      </span>
    </span>
  );
}

/** What an item is: its kind, which attempt, of which task, how big. */
export function ItemAbout({
  item: { kind, attempt, within, size },
}: {
  readonly item: Contained;
}): ReactNode {
  const say = useWords(words);
  const kinds: Readonly<Record<string, string>> = useWords(kindWords);
  const parts = [
    kinds[kind] ?? kind,
    ...(attempt === undefined ? [] : [fill(say.attempt, { number: attempt })]),
    ...(size === undefined ? [] : [saySize(size)]),
  ];
  return (
    <>
      {parts.join(' · ')}
      {within !== undefined && (
        <>
          {' · '}
          <bdi>{within}</bdi>
        </>
      )}
    </>
  );
}
