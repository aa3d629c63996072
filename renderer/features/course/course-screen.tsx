import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { useWords } from '../../language/use-words.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { CoursesSection } from './courses-section.tsx';
import { MappingSection } from './mapping-section.tsx';
import { ProfileCard } from './profile-card.tsx';
import { UnitsSection } from './units-section.tsx';
import { words } from './words.ts';

/** Who the learner is, what they are on, its units, and which work belongs to which. */
export function CourseScreen(): ReactNode {
  const say = useWords(words);
  const profile = useEngine('profile.get', {});
  const enrolments = useEngine('enrolments.list', {});
  const units = useEngine('units.list', {});
  return (
    <Page title={say.title} lead={say.lead} back={{ to: '/home', label: say.back }}>
      {profile.state === 'error' ? (
        <ErrorNote error={profile.error} onRetry={profile.reload} />
      ) : enrolments.state === 'error' ? (
        <ErrorNote error={enrolments.error} onRetry={enrolments.reload} />
      ) : units.state === 'error' ? (
        <ErrorNote error={units.error} onRetry={units.reload} />
      ) : profile.state === 'loading' || enrolments.state === 'loading' || units.state === 'loading' ? (
        <Loading label={say.loading} />
      ) : (
        <>
          <ProfileCard record={profile.value.record} />
          <CoursesSection enrolments={enrolments.value.enrolments} />
          <UnitsSection units={units.value.units} />
          <MappingSection units={units.value.units} />
        </>
      )}
    </Page>
  );
}
