import { Eye, EyeOff } from 'lucide-react';
import type { ReactNode } from 'react';

import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { words } from './words.ts';

type Fact = EngineOutput<'bundle.preview'>['facts'][number];

/** What of the learner and their course the reader will see, and what is kept back. */
export function SeenFacts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  const say = useWords(words);
  if (facts.length === 0) return undefined;
  const names: Readonly<Record<string, string>> = { ...say.part, ...say.course };
  const ordered = [...facts.filter(({ shown }) => shown), ...facts.filter(({ shown }) => !shown)];
  return (
    <Card flush title={say.seen.title}>
      <Rows label={say.seen.title}>
        {ordered.map(({ of, field, value, shown }, place) => (
          <Row
            key={`${of} ${field} ${place}`}
            icon={shown ? Eye : EyeOff}
            title={names[field] ?? field}
            text={shown ? <bdi>{value}</bdi> : say.seen.closed}
          />
        ))}
      </Rows>
    </Card>
  );
}
