import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { useTasks } from '../../app/tasks.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { copyNow } from './act-on.ts';
import { Alerts } from './alerts.tsx';
import { BeginScreen } from './begin.tsx';
import { Courses } from './courses.tsx';
import { DatesCard } from './dates-card.tsx';
import { OnlyHere } from './only-here.tsx';
import { SecondCopy } from './second-copy.tsx';
import { SourcesCard } from './sources-card.tsx';
import { countLevels, mostUrgent, type Status } from './standing.ts';
import { ByItself } from './by-itself.tsx';
import { LevelBar, Summary } from './summary.tsx';
import { UrgentNotice } from './urgent-notice.tsx';
import { words } from './words.ts';
import './home.css';

/** 'If your provider closed today, what could you prove?' */
export function HomeScreen(): ReactNode {
  const say = useWords(words);
  const asked = useEngine('vault.status', {});
  if (asked.state === 'ready') {
    const { units, sources } = asked.value;
    return units.length === 0 && sources.length === 0 ? <BeginScreen /> : <HomeOf status={asked.value} />;
  }
  return (
    <Page title={say.title} key="asking">
      {asked.state === 'loading' ? (
        <Loading label={say.loading} />
      ) : (
        <ErrorNote error={asked.error} onRetry={asked.reload} />
      )}
    </Page>
  );
}

function HomeOf({ status }: { readonly status: Status }): ReactNode {
  const say = useWords(words);
  const counts = countLevels(status.units);
  const asked = useEngine('dates.state', {}, { keep: true });
  const dates = asked.state === 'ready' ? asked.value : undefined;
  const urgent = mostUrgent(status, dates?.consent === 'on');
  const copying = useTasks().some(({ kind, state }) => kind === 'sync' && state === 'running');
  return (
    <Page
      title={say.title}
      lead={counts.total > 0 && <Summary counts={counts} rows={status.units} />}
      actions={
        status.sources.length > 0 && (
          <Button icon={RotateCw} busy={copying} onPress={() => copyNow()}>
            {say.copyNow}
          </Button>
        )
      }
    >
      {counts.total > 0 && <LevelBar counts={counts} />}
      {urgent !== undefined && <UrgentNotice urgent={urgent} />}
      {dates?.ask === true && <DatesCard dates={dates} primary={urgent === undefined} />}
      {urgent === undefined && counts.attention > 0 && (
        <OnlyHere status={status} datesOff={dates?.consent === 'off'} />
      )}
      <Courses rows={status.units} sources={status.sources} />
      <Alerts alerts={status.alerts} sources={status.sources} />
      <div className="home-pair">
        <SourcesCard sources={status.sources} />
        <SecondCopy status={status} />
      </div>
      <ByItself work={status.work} />
    </Page>
  );
}
