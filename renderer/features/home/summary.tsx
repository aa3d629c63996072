import type { ReactNode } from 'react';

import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import type { Counts, StatusRow } from './standing.ts';
import { words } from './words.ts';

interface SummaryProps {
  readonly counts: Counts;
  readonly rows: readonly StatusRow[];
}

/** The answer in one breath. */
export function Summary({ counts, rows }: SummaryProps): ReactNode {
  const say = useWords(words).summary;
  const safe = rows.every(({ about }) => about === 'unit') ? say.unitSafe : say.workSafe;
  const { total, attention, risk } = counts;
  return (
    <p>
      <strong>{fill(total === 1 ? safe.one : safe.many, { safe: counts.safe, total })}</strong>{' '}
      {attention > 0 && plural(attention, say.attention.one, say.attention.many)}{' '}
      {risk > 0 && <strong>{plural(risk, say.risk.one, say.risk.many)}</strong>}
    </p>
  );
}

/** The same as a picture; the sentence above says it. */
export function LevelBar({ counts }: { readonly counts: Counts }): ReactNode {
  const levels = (['safe', 'attention', 'risk'] as const).filter((level) => counts[level] > 0);
  let from = 0;
  return (
    <svg className="level-bar" aria-hidden="true">
      {levels.map((level) => {
        const share = (counts[level] / counts.total) * 100;
        const x = from;
        from += share;
        return (
          <rect key={level} className={`level-${level}`} x={`${x}%`} width={`${share}%`} height="100%" />
        );
      })}
    </svg>
  );
}
