import type { ReactNode } from 'react';

import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { useWords } from '../../language/use-words.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from './words.ts';

export type About = EngineOutput<'vault.about'>;

/** Below this there is soon no room for a video. */
const little = 2_000_000_000;

/** Room that the vault takes up, and room that is left. */
export function SpaceCard({ about }: { readonly about: About }): ReactNode {
  const say = useWords(words);
  return (
    <Card title={say.space.title}>
      <dl className="health-facts">
        <dt>{say.space.used}</dt>
        <dd>
          <Bytes size={about.bytes} />
        </dd>
        <dt>{say.space.free}</dt>
        <dd>
          <Bytes size={about.free} />
        </dd>
        <dt>{say.space.items}</dt>
        <dd>{about.blobs.toLocaleString('en-GB')}</dd>
        <dt>{say.space.entries}</dt>
        <dd>{about.entries.toLocaleString('en-GB')}</dd>
      </dl>
      {about.free < little && <Notice tone="attention" title={say.space.low} />}
    </Card>
  );
}
