import { useMemo, type ReactNode } from 'react';

import { SetGatherer } from '../../src/verify/check-sets.ts';
import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { Card } from '../ui/card.tsx';
import { Notice } from '../ui/notice.tsx';
import type { Bundle } from './bundle-queue.ts';
import { words } from './words.ts';

const tones = { pass: 'safe', fail: 'risk', 'not-checked': 'info' } as const;

/** Of each export that was split: which parts were brought, and what all of them together say is missing. */
export function SetNotes({ bundles }: { readonly bundles: readonly Bundle[] }): ReactNode {
  const { sets: say } = useWords(words);
  const results = useMemo(() => {
    const sets = new SetGatherer();
    for (const { file, state } of bundles) if (state.is === 'done') sets.add(file.name, state.report);
    return sets.results();
  }, [bundles]);
  if (results.length === 0) return null;
  return (
    <Card title={say.title}>
      {results.map(({ parts, present, result, detail }) => (
        <div key={parts.map(({ bundle }) => bundle).join()} data-set={result}>
          <Notice
            tone={tones[result]}
            title={fill(say.present, { present: present.length, count: parts.length })}
            text={detail}
          />
        </div>
      ))}
    </Card>
  );
}
