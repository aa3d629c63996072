import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { ReportView } from '../report/report-view.tsx';
import { Card } from '../ui/card.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/progress.tsx';
import { shownReport, type Bundle } from './bundle-queue.ts';
import type { Checker } from './checker.ts';
import { ItemFiles } from './item-files.tsx';
import { words } from './words.ts';

export interface BundleViewProps {
  readonly bundle: Bundle;
  readonly helper: Checker;
  readonly identities: readonly string[];
  /** Stands behind a report's answers. */
  readonly afterAnswers: ReactNode;
  readonly onStop: () => void;
}

/** One bundle: how far its check is, or its report, or why there is none. */
export function BundleView({ bundle, helper, identities, afterAnswers, onStop }: BundleViewProps): ReactNode {
  const { file } = bundle;
  const report = shownReport(bundle);
  return (
    <>
      <Progressing bundle={bundle} onStop={onStop} />
      {report !== undefined && (
        <ReportView
          report={report}
          name={file.name}
          afterAnswers={afterAnswers}
          besideItem={(item) => (
            <ItemFiles item={item} bundle={file} helper={helper} identities={identities} />
          )}
        />
      )}
    </>
  );
}

function Progressing({
  bundle: { file, state },
  onStop,
}: Pick<BundleViewProps, 'bundle' | 'onStop'>): ReactNode {
  const say = useWords(words);
  switch (state.is) {
    case 'done':
      return null;
    case 'waiting':
    case 'checking': {
      const { done, total } = state.is === 'checking' ? state : { done: 0, total: file.size };
      return (
        <Card>
          <Progress
            label={say.checking}
            name={file.name}
            done={done}
            total={total}
            counts="bytes"
            onCancel={onStop}
          />
        </Card>
      );
    }
    case 'stopped':
      return <Notice live tone="info" title={say.stopped} />;
    case 'failed': {
      const text = state.code === 'worker' ? say.noWorker : state.message;
      return <Notice live tone="risk" title={say.failed} text={text} />;
    }
  }
}
