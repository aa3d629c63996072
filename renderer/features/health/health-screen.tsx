import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { useWords } from '../../language/use-words.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { CheckCard } from './check-card.tsx';
import { DatesCard } from './dates-card.tsx';
import { IndexCard } from './index-card.tsx';
import { MendSection } from './mend-section.tsx';
import { OpeningFindings } from './opening-findings.tsx';
import { PlaceCard } from './place-card.tsx';
import { SpareCard } from './spare-card.tsx';
import { SpaceCard } from './space-card.tsx';
import { useHurt, type Findings } from './use-hurt.ts';
import { words } from './words.ts';
import './health.css';

const none: Findings = [];

/** Whether everything is still as it was kept, what to do if not, and where the vault lies. */
export function HealthScreen(): ReactNode {
  const say = useWords(words);
  const about = useEngine('vault.about', {}, { keep: true });
  const hurt = useHurt(about.state === 'ready' ? about.value.findings : none);
  return (
    <Page title={say.title} lead={say.lead}>
      <MendSection hurt={hurt} />
      <CheckCard isMain={!hurt.isBad} />
      <DatesCard />
      {about.state === 'loading' && <Loading label={say.loading} />}
      {about.state === 'error' && <ErrorNote error={about.error} onRetry={about.reload} />}
      {about.state === 'ready' && (
        <>
          <OpeningFindings findings={about.value.findings} />
          <SpareCard about={about.value} />
          <div className="health-pair">
            <SpaceCard about={about.value} />
            <PlaceCard about={about.value} />
          </div>
        </>
      )}
      <IndexCard />
    </Page>
  );
}
