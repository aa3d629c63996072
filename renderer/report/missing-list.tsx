import type { ReactElement } from 'react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import type { BundleSummary } from '../../src/verify/verification-report.ts';
import { sayDay } from './say-day.ts';
import { words } from './words.ts';

/** What the bundle says itself that it does not hold, and why. */
export function MissingList({
  missing,
}: {
  readonly missing: BundleSummary['missing'];
}): ReactElement | null {
  const say = useWords(words);
  if (missing.length === 0) return null;
  return (
    <section className="report-card" aria-labelledby="report-missing">
      <header className="report-card-head">
        <h2 id="report-missing">{say.missingTitle}</h2>
        <p>{say.missingHelp}</p>
      </header>
      <ul className="report-missing">
        {missing.map(({ what, reason, noticedAt }, place) => (
          <li key={place}>
            <strong>
              <bdi>{what}</bdi>
            </strong>
            <span>{reason}</span>
            <small>{fill(say.noticed, { day: sayDay(noticedAt) })}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
