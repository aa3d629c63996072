import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import { dismissEnded } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { CopyTask, SyncReport } from './source-run.ts';
import { words } from './words.ts';

const longestList = 100;

/** How a copying went that somebody asked for: what is new, what could not be copied, and what went wrong. */
export function CopyResult({ task, only }: { readonly task: CopyTask; readonly only?: string }): ReactNode {
  const say = useWords(words);
  const { run } = useAction();
  const hideAll = (): void => run(() => dismissEnded('sync', 'add-files', 'import'));
  const hide = only === undefined && (
    <Button variant="plain" onPress={hideAll}>
      {say.run.hide}
    </Button>
  );
  if (task.state === 'cancelled') return <Notice live tone="info" title={say.run.stopped} action={hide} />;
  if (task.state === 'failed')
    return task.error === undefined ? null : <ErrorNote title={say.run.failed} error={task.error} />;
  const reports = (task.result?.reports ?? []).filter(({ id }) => only === undefined || id === only);
  return (
    <>
      {reports.map((report) => (
        <ReportNotice
          key={report.id}
          report={report}
          added={task.kind !== 'sync'}
          named={only === undefined}
          action={hide}
        />
      ))}
    </>
  );
}

interface ReportNoticeProps {
  readonly report: SyncReport;
  readonly added: boolean;
  /** Among reports of other sources the name is said. */
  readonly named: boolean;
  readonly action: ReactNode;
}

function ReportNotice({ report, added, named, action }: ReportNoticeProps): ReactNode {
  const say = useWords(words);
  const { name, error, gone, failed, erased } = report;
  const done = failed > 0 ? say.run.partly : say.run.done;
  const title = added ? say.run.added : named ? `${done}: ${name}` : done;
  const counts = (['captured', 'changed', 'unchanged'] as const)
    .filter((outcome) => report[outcome] > 0)
    .map((outcome) => fill(say.run.counts[outcome], { count: report[outcome] }));
  const sentences = [
    ...(counts.length === 0 ? [] : [`${counts.join(', ')}.`]),
    ...(gone === 0 ? [] : [fill(say.run.gone, { count: gone })]),
    ...(erased === 0 ? [] : [plural(erased, say.run.erased.one, say.run.erased.many)]),
    ...(failed === 0 ? [] : [plural(failed, say.run.failedItems.one, say.run.failedItems.many)]),
  ];
  const troubled = error !== undefined || failed > 0;
  return (
    <Notice
      live
      tone={troubled ? 'attention' : 'safe'}
      title={
        error === undefined ? title : named ? `${name}: ${sentenceOf(error.code)}` : sentenceOf(error.code)
      }
      text={
        <>
          {sentences.length > 0 && <p>{sentences.join(' ')}</p>}
          <ReportItems report={report} />
        </>
      }
      action={action}
    />
  );
}

/** What came, with names; what stayed as it was is only counted. */
function ReportItems({ report }: { readonly report: SyncReport }): ReactNode {
  const say = useWords(words);
  const told = report.items.filter(({ outcome }) => outcome !== 'unchanged');
  const total = report.captured + report.changed + report.gone + report.failed + report.erased;
  if (told.length === 0) return null;
  const outcomes: Readonly<Record<string, string>> = say.run.outcome;
  return (
    <Details summary={say.run.items}>
      <ul className="copied-items">
        {told.slice(0, longestList).map(({ id, name, outcome, code }) => (
          <li key={id}>
            <bdi>{name}</bdi>
            <span className="copied-outcome">
              {outcomes[outcome] ?? outcome}
              {code === undefined ? '' : `. ${sentenceOf(code)}`}
            </span>
          </li>
        ))}
        {total > longestList && <li>{fill(say.run.moreItems, { count: total - longestList })}</li>}
      </ul>
    </Details>
  );
}
