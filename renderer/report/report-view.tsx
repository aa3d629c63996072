import { LockKeyhole } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

import { fill } from '../language/fill.ts';
import { plural } from '../language/plural.ts';
import { useWords } from '../language/use-words.ts';
import type {
  ItemResult,
  RehearsalResult,
  VerificationReport,
} from '../../src/verify/verification-report.ts';
import { AnswerList } from './answer-list.tsx';
import { countItems, whyLocked } from './answers.ts';
import { ExpertDetails } from './expert-details.tsx';
import { findingWords } from './finding-words.ts';
import { ItemTable } from './item-table.tsx';
import { MissingList } from './missing-list.tsx';
import { sayDay } from './say-day.ts';
import { words } from './words.ts';
import './report.css';

export interface ReportViewProps {
  readonly report: VerificationReport;
  /** Name of the file that was looked at. */
  readonly name: string;
  /** Stands behind the answers, such as a field for the key that is expected. */
  readonly afterAnswers?: ReactNode;
  /** Stands below an item's name, such as a button that shows its file. */
  readonly besideItem?: ((item: ItemResult) => ReactNode) | undefined;
}

/**
 * The verifier's report as an awarding organisation reads it: six separate answers and never one tick, what each item stands on,
 * what is not there, and what all that does not show. Everything in it may come from somebody hostile, and is shown as text.
 */
export function ReportView({ report, name, afterAnswers, besideItem }: ReportViewProps): ReactElement {
  const say = useWords(words);
  const sayFinding = useWords(findingWords);
  const locked = whyLocked(report);
  return (
    <article className="report" aria-label={say.title}>
      <Heading report={report} name={name} />
      {report.practice && <p className="report-practice">{say.practice}</p>}
      {report.verdict === 'fail' && <p className="report-broken">{say.broken}</p>}
      {locked !== undefined && (
        <p className="report-locked">
          <LockKeyhole size={22} strokeWidth={1.75} aria-hidden="true" />
          <span>
            {sayFinding[locked]} {say.locked}
          </span>
        </p>
      )}
      <section className="report-card" aria-labelledby="report-answers">
        <header className="report-card-head">
          <h2 id="report-answers">{say.sixAnswers}</h2>
          <p>{say.offline}</p>
        </header>
        <AnswerList report={report} />
      </section>
      {afterAnswers}
      <MissingList missing={report.bundle?.missing ?? []} />
      <ItemTable items={report.items} beside={besideItem} />
      {report.rehearsal !== undefined && <Rehearsal rehearsal={report.rehearsal} />}
      <section className="report-limits" aria-labelledby="report-limits">
        <h2 id="report-limits">{say.limitsTitle}</h2>
        <p>{say.limits}</p>
      </section>
      <ExpertDetails report={report} />
    </article>
  );
}

/** The vault's word that it can be put together again. */
function Rehearsal({
  rehearsal: { at, items, readable },
}: {
  readonly rehearsal: RehearsalResult;
}): ReactElement {
  const say = useWords(words);
  return (
    <section className="report-limits" aria-labelledby="report-rehearsal">
      <h2 id="report-rehearsal">{say.rehearsalTitle}</h2>
      <p>{fill(say.rehearsal, { day: sayDay(at), readable, items })}</p>
    </section>
  );
}

function Heading({
  report: { bundle, items },
  name,
}: Pick<ReportViewProps, 'report' | 'name'>): ReactElement {
  const say = useWords(words);
  const count = countItems(items);
  return (
    <p className="report-lead">
      <bdi className="report-file">{name}</bdi>
      {bundle !== null && (
        <>
          {' · '}
          {plural(count, say.items.one, say.items.many)}
          {' · '}
          <time dateTime={bundle.madeAt} title={bundle.madeAt}>
            {fill(say.made, { day: sayDay(bundle.madeAt) })}
          </time>
        </>
      )}
    </p>
  );
}
