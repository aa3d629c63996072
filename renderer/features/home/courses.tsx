import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import type { EnrolmentInput } from '../../../src/contract/methods/course-methods.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { ProtectionTable } from './protection-table.tsx';
import type { StatusRow, StatusSource } from './standing.ts';
import { words } from './words.ts';

interface CoursesProps {
  readonly rows: readonly StatusRow[];
  readonly sources: readonly StatusSource[];
}

/** A table for the units of the course, and one for the assignments that belong to none. */
export function Courses({ rows, sources }: CoursesProps): ReactNode {
  const say = useWords(words).course;
  const enrolments = useEngine('enrolments.list', {});
  const courses = enrolments.state === 'ready' ? enrolments.value.enrolments : [];
  const units = rows.filter(({ about }) => about === 'unit');
  const loose = rows.filter(({ about }) => about === 'assignment');
  const only = courses.length === 1 ? courses[0] : undefined;
  const title =
    (only === undefined ? undefined : courseTitle(only.said)) ?? (units.length > 0 ? say.unnamed : say.work);
  const aside = <CourseAside course={only?.said} link={courses.length === 0 ? say.say : say.edit} />;
  if (rows.length === 0) return null;
  if (units.length === 0) {
    return bySource(loose, sources).map(({ source, rows: some }, at) => (
      <Card
        key={source?.id ?? 'none'}
        flush
        title={at === 0 && only !== undefined ? title : (source?.name ?? say.work)}
        aside={at === 0 ? aside : undefined}
      >
        <ProtectionTable rows={some} label={source?.name ?? say.work} />
      </Card>
    ));
  }
  return (
    <>
      <Card flush title={title} aside={aside}>
        <ProtectionTable rows={units} label={title} />
      </Card>
      {loose.length > 0 && (
        <Card flush title={say.loose} aside={<Link to="/course">{say.sort}</Link>}>
          <ProtectionTable rows={loose} label={say.loose} />
        </Card>
      )}
    </>
  );
}

interface CourseAsideProps {
  readonly course: EnrolmentInput | undefined;
  readonly link: string;
}

function CourseAside({ course, link }: CourseAsideProps): ReactNode {
  const parts = [course?.provider, course?.ao, course?.qan].filter(
    (part) => part !== undefined && part !== '',
  );
  return (
    <>
      {parts.length > 0 && <span>{parts.join(' · ')} · </span>}
      <Link to="/course">{link}</Link>
    </>
  );
}

function courseTitle({ qualification, programme, standard }: EnrolmentInput): string | undefined {
  return [qualification, programme, standard].find((name) => name !== undefined && name !== '');
}

interface SourceRows {
  readonly source: StatusSource | undefined;
  readonly rows: readonly StatusRow[];
}

function bySource(rows: readonly StatusRow[], sources: readonly StatusSource[]): SourceRows[] {
  const groups = new Map<string | undefined, StatusRow[]>();
  for (const row of rows) groups.set(row.source, [...(groups.get(row.source) ?? []), row]);
  return [...groups].map(([id, some]) => ({ source: sources.find((one) => one.id === id), rows: some }));
}
